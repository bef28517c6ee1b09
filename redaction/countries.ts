/**
 * Country of a place, from what the runtime carries (CLDR and the time zone database): names of countries in six languages,
 * and some 400 cities that a time zone is named after. Built when a place is first generalised, in about 40 ms.
 */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt'];

let known: Map<string, string> | undefined;

const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** ISO 3166-1 code by name of a country or city, in lower case without diacritics. Made once by `countryOf`. */
export function countriesByName(): Map<string, string> {
  const places = new Map<string, string>();
  const names = LANGUAGES.map((language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }));
  for (let a = 65; a <= 90; a++) {
    for (let b = 65; b <= 90; b++) {
      const region = String.fromCharCode(a, b);
      // Groups of countries, the world, and what is not assigned.
      if (names[0]!.of(region) === undefined || /^(?:EU|EZ|UN|QO|XA|XB|ZZ)$/.test(region)) continue;
      // Codes that were given up (FX, DD) have another canonical form.
      if (new Intl.Locale(`und-${region}`).region !== region) continue;
      for (const name of names) places.set(plain(name.of(region)!), region);
      // `getTimeZones` is in the runtime (ECMA-402 Intl Locale Info) and not yet in the compiler's library.
      const locale = new Intl.Locale(`und-${region}`) as Intl.Locale & { getTimeZones?(): string[] | undefined };
      for (const zone of locale.getTimeZones?.() ?? []) {
        const city = plain(zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' '));
        if (!places.has(city)) places.set(city, region);
      }
    }
  }
  return places;
}

/** ISO 3166-1 code of the country that a place is or ends with (`Lyon, France`), or undefined. */
export function countryOf(place: string): string | undefined {
  known ??= countriesByName();
  const parts = plain(place).split(/\s*[,(]\s*/);
  return known.get(plain(place).trim()) ?? known.get(parts.at(-1)!.replace(/\W+$/, '')) ?? known.get(parts[0]!);
}
