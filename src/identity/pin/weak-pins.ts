// Which PINs are too easy: what people choose first and thieves therefore try first. Repeats, runs,
// dates and the shapes that fingers like on a keypad.

const SHAPES = new Set(
  (
    '147258 258369 159753 357159 159357 753159 147852 258456 852456 741852 ' +
    '963852 321654 456123 789456 147147 112358 314159 271828 246810 135790 ' +
    '102030 123321 654456 520520 131420 696969 100000 000001 121314 101112'
  ).split(' '),
);

/** Whether a six-digit PIN is one of the first that somebody would try. */
export function isWeakPin(pin: string): boolean {
  return isRepeat(pin) || isRun(pin) || isDate(pin) || SHAPES.has(pin);
}

// 111111, 121212, 123123, and three doubles or two triples in a row such as 112233.
const isRepeat = (pin: string): boolean =>
  /^(\d{1,3})\1+$/.test(pin) || /^(\d)\1(\d)\2(\d)\3$/.test(pin) || /^(\d)\1\1(\d)\2\2$/.test(pin);

// 123456, 890123, 654321, 024680: the same step from each digit to the next.
function isRun(pin: string): boolean {
  const steps = new Set(
    Array.from(pin)
      .slice(1)
      .map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10),
  );
  return steps.size === 1;
}

// A year of this or the last century at either end, or a day, a month and a year of two digits.
function isDate(pin: string): boolean {
  if (/^(19|20)\d\d/.test(pin) || /(19|20)\d\d$/.test(pin)) return true;
  const [a, b, c] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4)].map(Number);
  const day = (value = 0): boolean => value >= 1 && value <= 31;
  const month = (value = 0): boolean => value >= 1 && value <= 12;
  return (day(a) && month(b)) || (month(a) && day(b)) || (month(b) && day(c));
}
