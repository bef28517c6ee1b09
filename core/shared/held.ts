/**
 * A promise that is awaited later than it is made: held from its birth, because Node ends the process at a rejection that
 * nobody holds yet, whoever would have taken it afterwards. Awaiting it still throws.
 */
export function held<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
