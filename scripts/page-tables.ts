// Tables in pages of docs/: each stands between <!-- name --> and <!-- /name -->.

/** A row of a table. */
export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** Text as code. */
export const code = (text: string): string => `\`${text}\``;

/** A table: its head, and its rows. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row).join('');

/** The page with these tables, by name. */
export function withTables(page: string, tables: { readonly [name: string]: string }): string {
  return Object.entries(tables).reduce(
    (text, [name, content]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`),
        (_, begin, end) => `${begin}${content}${end}`,
      ),
    page,
  );
}
