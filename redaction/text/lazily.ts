/**
 * A pattern that is made when it is first needed: those that know what a letter is take a tenth of a millisecond each, and a start is no place for
 * sixty of them. Made so are those that most texts have no use for.
 */
export function lazily(make: () => RegExp): () => RegExp {
  let form: RegExp | undefined;
  return () => {
    form ??= make();
    return form;
  };
}
