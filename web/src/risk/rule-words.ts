// Names of rules and signals for people: the server's identifiers with their joints opened, so a rule
// added on the server reads sensibly here without a change.

/** "first_payment_to_payee" becomes "First payment to payee". */
export function ruleName(rule: string): string {
  const words = rule
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_\-.:]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
