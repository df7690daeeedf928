// Several class names as one attribute.

/** The names that are there, separated by spaces. */
export function classNames(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
