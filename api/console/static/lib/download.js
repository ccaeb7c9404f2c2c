/** Hands a blob to the browser as a file. */
export function save_as(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A name that any file system takes. */
export const file_name = (text) => text.replace(/[^\p{L}\p{N}._-]+/gu, '_');
