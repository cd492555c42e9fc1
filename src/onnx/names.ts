/** Gives out names that no other value, node or initialiser of the file has. */
export class Names {
  private readonly taken = new Map<string, number>();

  /** `wanted` itself the first time, then `wanted_1`, `wanted_2` ... */
  unique(wanted: string): string {
    const count = this.taken.get(wanted);
    this.taken.set(wanted, (count ?? 0) + 1);
    return count === undefined ? wanted : this.unique(`${wanted}_${count}`);
  }
}
