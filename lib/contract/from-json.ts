/**
 * A member of a closed set, or the text that stands for one: what comes out of JSON, or stands in a variable without `as const`, is a
 * `string` to the compiler. Its members are checked when the program runs.
 */
export type FromJson<T extends string> = T | (string & Record<never, never>);
