/** Loaded before anything else (`--import`): this process's calendar is off by `STORM_SHIFT` ms, as a device's may be. */
const shift = Number(process.env.STORM_SHIFT ?? 0);
const True = Date;
const now = () => True.now() + shift;
class Shifted extends True {
  constructor(...given: [] | ConstructorParameters<typeof Date>) {
    if (given.length === 0) super(now());
    else super(...(given as ConstructorParameters<typeof Date>));
  }
  static override now(): number {
    return now();
  }
}
globalThis.Date = Shifted as DateConstructor;
