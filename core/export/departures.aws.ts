import type { HeldIn, HeldIndex } from './departures.ts';
import { type AwsExportsOptions, PEOPLE_BEFORE, pagesOfPeople, type Stored } from './rows.aws.ts';

export function awsHeldIndex(options: AwsExportsOptions): HeldIndex {
  return {
    async *people() {
      for await (const page of pagesOfPeople(options)) yield page.map(heldInOf<HeldIn>);
    },
  };
}

export const heldInOf = <Held extends HeldIn>({
  export: under,
  item: _,
  expiresSeconds: __,
  of,
  ...held
}: Stored): Held => ({ ...held, export: of, ...(under === PEOPLE_BEFORE && { under }) }) as unknown as Held;
