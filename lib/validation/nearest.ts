/**
 * Changes that make one word of another: each adds, removes or replaces a letter, or swaps two neighbours.
 *
 * This is the optimal string alignment distance, in which no letter is changed twice.
 */
function distance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let line = 1; line <= one.length; line += 1) {
    const row = [line];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[line - 1] === other[column - 1];
      const isSwap =
        line > 1 && column > 1 && one[line - 1] === other[column - 2] && one[line - 2] === other[column - 1];
      row.push(
        Math.min(
          (last[column - 1] as number) + (isSame ? 0 : 1),
          (last[column] as number) + 1,
          (row[column - 1] as number) + 1,
          ...(isSwap ? [(beforeLast[column - 2] as number) + 1] : []),
        ),
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[other.length] as number;
}

/**
 * The known word that was probably meant: the most similar one, capitals aside.
 *
 * @param word what was written
 * @param known the words that there are
 * @returns undefined where no word is similar
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, changes: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, changes }) => changes <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.changes - b.changes);
  return best?.candidate;
}
