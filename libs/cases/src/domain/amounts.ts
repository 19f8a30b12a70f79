/** The exact sum of amounts that are written as decimal strings; "0" of none. */
export function sumOf(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => fractionOf(amount).length));
  const total = amounts.reduce((sum, amount) => sum + inUnits(amount, places), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${total < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

function fractionOf(amount: string): string {
  return amount.split('.')[1] ?? '';
}

function inUnits(amount: string, places: number): bigint {
  return BigInt(amount.split('.')[0] + fractionOf(amount).padEnd(places, '0'));
}
