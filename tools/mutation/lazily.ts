/**
 * In place of redaction/text/lazily.ts: what is made lazily is made anew for each test and each mutant. Made once a process, a pattern would be covered by the
 * first test alone that needs it, and a mutant of it would never be made where another has been.
 */
interface Scope {
  __stryker__?: { readonly activeMutant?: string; readonly currentTestId?: string };
}

export function lazily<Made extends object = RegExp>(make: () => Made): () => Made {
  let made: Made | undefined;
  let mutant: string | undefined;
  let test: string | undefined;
  return () => {
    const { activeMutant, currentTestId } = (globalThis as Scope).__stryker__ ?? {};
    if (made === undefined || activeMutant !== mutant || currentTestId !== test) {
      [mutant, test] = [activeMutant, currentTestId];
      made = make();
    }
    return made;
  };
}
