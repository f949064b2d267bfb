// A drawn chart as a picture that stands alone: the page's colours are written into it.
function plain(svg: string, title: string): string {
  const style = getComputedStyle(document.documentElement);
  const coloured = svg.replace(/var\((--[\w-]+)\)/g, (whole, name: string) => style.getPropertyValue(name).trim() || whole);
  const text = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const ground = `<title>${text}</title><rect width="100%" height="100%" fill="${style.getPropertyValue("--paper").trim()}"/>`;
  return coloured.replace(/^(<svg[^>]*>)/, `$1${ground}`);
}

export function svgPicture(svg: string, title: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${plain(svg, title)}\n`;
}

/** Twice as fine as on the screen. */
export async function pngPicture(svg: string, title: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(plain(svg, title))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * image.naturalWidth;
  canvas.height = 2 * image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("this browser made no picture"))), "image/png"),
  );
}
