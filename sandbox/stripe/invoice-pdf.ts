/** One page of text as a PDF (ISO 32000-1), in a built-in font, which needs no file of its own. Signs beyond ASCII become "x" or "?". */
export function onePagePdf(lines: readonly string[]): string {
  const shown = lines.slice(0, 48).map(
    (line) =>
      `(${line
        .replaceAll("×", "x")
        .replace(/[^ -~]/g, "?")
        .replace(/[\\()]/g, "\\$&")}) Tj T*`,
  );
  const text = `BT /F1 10 Tf 15 TL 50 790 Td ${shown.join("\n")} ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  return `${file}${xref}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
}
