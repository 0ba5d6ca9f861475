const style = `
:root{color-scheme:light dark;--ink:light-dark(#1c2430,#e6e9ee);--soft:light-dark(#5c6675,#9aa4b2);--line:light-dark(#d9dee5,#313a46);--paper:light-dark(#fff,#171c23);--back:light-dark(#f3f5f8,#0f1318);--act:light-dark(#2a5bd7,#7ea3ff);--on-act:light-dark(#fff,#0f1318)}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
.double{background:light-dark(#fff3cd,#4a3b00);color:light-dark(#5c4600,#ffe69c);padding:.4rem 1rem;font-size:.875rem;text-align:center}
main{max-width:34rem;margin:2.5rem auto;padding:0 1rem}main.wide{max-width:60rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}h3{font-size:1rem;margin:1.5rem 0 .25rem}pre,summary+ul{margin:.5rem 0}.card>h2:first-child{margin-top:0}
.card{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:1.5rem;margin:1rem 0}
label{display:block;font-size:.875rem;color:var(--soft);margin:.9rem 0 .25rem}
input{width:100%;font:inherit;color:inherit;background:var(--back);border:1px solid var(--line);border-radius:.5rem;padding:.55rem .75rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.row{display:flex;gap:.75rem;margin-top:1.25rem;flex-wrap:wrap}
button{font:inherit;font-weight:600;border:1px solid var(--line);background:transparent;color:var(--ink);border-radius:.5rem;padding:.6rem 1.1rem;cursor:pointer}
button.act{background:var(--act);border-color:var(--act);color:var(--on-act);flex:1}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.total{display:flex;justify-content:space-between;border-bottom:1px solid var(--line);padding-bottom:.75rem}
.problem{color:light-dark(#a3221b,#ff9a92)}.soft{color:var(--soft);font-size:.875rem}a{color:var(--act)}
table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:.5rem .5rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem}iframe{width:100%;height:34rem;border:1px solid var(--line);border-radius:.5rem;background:#fff}
`;

/** Text made safe to stand in HTML, in an element or in a quoted attribute. */
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A whole page, marked as a double's. `content` is HTML; `title` is text. */
export const page = (title: string, content: string, width: "" | "wide" = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><div class="double" role="note">This page belongs to the Holdfast sandbox. It stands in for a third party; nothing here is real.</div><main class="${width}">${content}</main></body></html>`;
