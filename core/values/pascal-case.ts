// How does a name look where only letters and digits may stand? "customers-eu" is "CustomersEu". Names
// that differ in nothing else look the same; between-pools.ts refuses settings with two of them.

export function pascalCase(name: string): string {
  const words = name.split(/[^0-9A-Za-z]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
