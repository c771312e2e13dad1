import { hasCredentials, redacted } from '../../lib/validation/redaction';

test.each([
  ['https://user:secret@host/path', true],
  ['https://token@host/path', true],
  ['http://token@host', true],
  ['ssh://git:secret@host/path', true],
  ['oci://:secret@host', true],
  ['see https://user:secret@host', true],
  // A user name alone is none, but for HTTP, where it is a token.
  ['ssh://git@host/path', false],
  ['git@host:path', false],
  ['https://host/path', false],
  ['https://host:8080/path', false],
  ['https://host/path@v1', false],
  ['https://host/path:a@v1', false],
  ['the host//of a: b@c', false],
  ['the token https://token@host', false],
  ['', false],
])('%s has credentials: %p', (url, expected) => {
  expect(hasCredentials(url)).toBe(expected);
});

test.each([
  ['https://user:secret@host/path', 'https://***@host/path'],
  ['ssh://git@host', 'ssh://***@host'],
  ['https://a:b@one and https://c@two', 'https://***@one and https://***@two'],
  ['https://host/path@v1', 'https://host/path@v1'],
  ['https://@host', 'https://***@host'],
  ['a //b c@d', 'a //b c@d'],
  ['no URL', 'no URL'],
])('%s is printed as %s', (text, expected) => {
  expect(redacted(text)).toBe(expected);
});
