/** Credentials in front of the host of a URL. */
const CREDENTIALS = /\/\/[^/@\s]*@/g;

/**
 * Whether a URL has a password, or any other credentials, in front of its host. A user name alone is none, as in `ssh://git@host`.
 *
 * @param url the URL
 */
export function hasCredentials(url: string): boolean {
  return /\/\/[^/@\s]*:[^/@\s]*@/.test(url) || /^https?:\/\/[^/@\s]+@/.test(url);
}

/**
 * A text for messages and logs, without the credentials of URLs in it.
 *
 * @param text the text
 */
export function redacted(text: string): string {
  return text.replace(CREDENTIALS, '//***@');
}
