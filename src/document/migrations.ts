type Json = Record<string, unknown>;

/** `migrations[n]` takes a document of version n to n + 1. */
export const migrations: Readonly<Record<number, (doc: Json) => Json>> = {};

/** Takes a document of an older version to `target`. */
export function migrate(doc: Json, target: number): Json {
  let current = doc;
  for (let version = Number(doc.version); version < target; version++) {
    const step = migrations[version];
    if (!step) break;
    current = { ...step(current), version: version + 1 };
  }
  return current;
}
