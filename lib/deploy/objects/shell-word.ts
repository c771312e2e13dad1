/**
 * A text as one word of a shell's command.
 *
 * @param text the text
 */
export function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
