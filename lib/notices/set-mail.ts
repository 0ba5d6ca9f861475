import type { StopLinks } from "@/lib/notices/stop-links";
import { stopNames } from "@/lib/notices/stop-numbers";
import type { Content } from "@/lib/notices/template";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

const paragraph = (text: string, style = "margin:0 0 16px") => `<p style="${style}">${escaped(text)}</p>`;
const signature = "Holdfast";

const footOf = ({ kind }: StopLinks) => `No more mail about ${stopNames[kind]}`;

/** The plain text part: sentences a paragraph, the link on a line of its own. */
function setText({ paragraphs, action, closing }: Content, stop: StopLinks | null): string {
  const parts = [...paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : []), ...(closing ? [closing] : []), signature];
  if (stop) parts.push(`${footOf(stop)}:\n${stop.page}`);
  return `${parts.join("\n\n")}\n`;
}

/** The HTML part: the same words, escaped. Styles are inline because mail readers drop others; nothing is loaded from anywhere. */
function setHtml({ subject, paragraphs, action, closing }: Content, stop: StopLinks | null): string {
  const button =
    "display:inline-block;padding:12px 20px;border-radius:8px;background:#0f4c5c;color:#ffffff;font-weight:600;text-decoration:none";
  const soft = "margin:0 0 16px;color:#4a5f65";
  const link = action
    ? `<p style="margin:24px 0"><a href="${escaped(action.url)}" style="${button}">${escaped(action.label)}</a></p>` +
      `<p style="${soft};font-size:14px;word-break:break-all">Or open this address: ${escaped(action.url)}</p>`
    : "";
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>` +
    `<body style="margin:0;padding:24px;background:#f2f5f5;color:#12262b;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">` +
    `<div style="max-width:560px;margin:0 auto;padding:28px;background:#ffffff;border-radius:12px">` +
    `<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${escaped(subject)}</h1>` +
    paragraphs.map((text) => paragraph(text)).join("") +
    link +
    (closing ? paragraph(closing, soft) : "") +
    paragraph(signature, "margin:24px 0 0;font-weight:600") +
    (stop
      ? `<p style="${soft};margin:24px 0 0;font-size:14px"><a href="${escaped(stop.page)}" style="color:#4a5f65">${escaped(footOf(stop))}</a></p>`
      : "") +
    `</div></body></html>`
  );
}

/** A mail's subject and its two parts, which say the same. Mail that can be stopped says so in its foot. */
export function setMail(content: Content, stop: StopLinks | null): { subject: string; text: string; html: string } {
  return { subject: content.subject, text: setText(content, stop), html: setHtml(content, stop) };
}
