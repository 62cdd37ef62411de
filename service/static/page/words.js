// Numbers as the tables write them: thousands a narrow space apart.
export function grouped(number, decimals = 0) {
  const [whole, part] = number.toFixed(decimals).split(".");
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return part === undefined ? apart : `${apart}.${part}`;
}
