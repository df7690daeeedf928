// The package says which characters can be taken for which, and brings no types.
declare module 'unicode-confusables' {
  /** The text with each character as the one it can be taken for (Unicode Technical Standard 39). */
  export function rectifyConfusion(text: string): string;
}
