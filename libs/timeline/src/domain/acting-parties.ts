interface HasParties {
  parties?: readonly string[] | null;
}

/** Who acted in a fact, each once: the parties that it names, and those of its subject only where it names none. */
export function actingParties(fact: HasParties, subject: HasParties): string[] {
  return [...new Set((fact.parties?.length ? fact.parties : subject.parties) ?? [])];
}
