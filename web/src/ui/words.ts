// Identifiers of the server told to people: their joints opened and the first letter raised, so a rule,
// a signal or a kind of entry added on the server reads sensibly here without a change.

/** "first_payment_to_payee" becomes "First payment to payee". */
export function inWords(identifier: string): string {
  const words = identifier
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([a-z])(\d)/gi, '$1 $2')
    .replace(/[_\-.:]+/g, ' ')
    .trim()
    .toLowerCase();
  return capitalised(words);
}

/** The sentence with its first letter raised. */
export const capitalised = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1);
