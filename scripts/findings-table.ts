// Writes docs/findings.md: every rule of the library.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Rule } from '../lib/validation/rule';

const ROOT = path.join(__dirname, '..');
const LIB = path.join(ROOT, 'lib');

const HEAD = `# Findings

Rules look at a program when a construct is made and when it is synthesized. What they find has an id, which stands in parentheses
at the end of the message. An **error** refuses the program. A **warning** is printed to standard error, once for each process.

\`findings(...roots)\` lists what rules find in trees of cdktf and cdk8s. \`Findings.of(construct).setWarningMode()\` makes warnings
silent, or errors, for the construct and what is below it. A finding that the program knows better about is acknowledged, with the
reason, at the construct or above it:

    Findings.of(construct).acknowledge('<id>', '<reason>');

An error that cannot be acknowledged is one that would fail, or would not do what the program says, whatever the reason.
Written by \`npx tsx scripts/findings-table.ts\`.
`;

/** Every rule of the library, by id: loading a file makes its rules known. */
export function allRules(): Rule[] {
  for (const file of fs.readdirSync(LIB, { recursive: true }) as string[]) {
    const source = path.join(LIB, file);
    if (file.endsWith('.ts') && /\bRule\b/.test(fs.readFileSync(source, 'utf8'))) require(source);
  }
  return [...Rule.ids].sort().map((id) => Rule.withId(id) as Rule);
}

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\n/g, ' ').replace(/\.$/, '');

/** The page. */
export function findingsPage(): string {
  const rooms = new Map<string, Rule[]>();
  for (const rule of allRules()) {
    const room = rule.id.split('/')[0] as string;
    rooms.set(room, [...(rooms.get(room) ?? []), rule]);
  }
  const tables = [...rooms].map(
    ([room, rules]) => `
## ${room}

| id | severity | what is wrong | what to do | can be acknowledged |
| --- | --- | --- | --- | --- |
${rules
  .map(
    ({ id, severity, meaning, fix, canAcknowledge }) =>
      `| \`${id}\` | ${severity} | ${cell(meaning)} | ${cell(fix || 'what the message says')} | ${canAcknowledge ? 'yes' : 'no'} |`,
  )
  .join('\n')}
`,
  );
  return HEAD + tables.join('');
}

if (require.main === module) fs.writeFileSync(path.join(ROOT, 'docs/findings.md'), findingsPage());
