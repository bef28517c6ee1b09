/**
 * A pattern that is made when it is first needed: those that know what a letter is take a tenth of a millisecond each, and a start is no place for
 * sixty of them. Made so are those that most texts have no use for, and lists of words of one language.
 */
export function lazily<Made extends object = RegExp>(make: () => Made): () => Made {
  let form: Made | undefined;
  return () => {
    form ??= make();
    return form;
  };
}
