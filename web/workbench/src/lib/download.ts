// Files that the page itself hands to the person.
export function download(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A title as a file's name on any system. */
export function fileName(title: string): string {
  const plain = title.normalize("NFKD").replace(/[^\w-]+/g, "_").replace(/^_+|_+$/g, "").toLowerCase();
  return plain.slice(0, 80) || "chart";
}
