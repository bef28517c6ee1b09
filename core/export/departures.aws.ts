import type { HeldIn, HeldIndex } from './departures.ts';
import { type AwsExportsOptions, PEOPLE, pagesOf, type Stored } from './rows.aws.ts';

export function awsHeldIndex({ documents, table }: AwsExportsOptions): HeldIndex {
  return {
    async *people() {
      for await (const page of pagesOf(documents, table, PEOPLE, '')) yield page.map(heldInOf<HeldIn>);
    },
  };
}

export const heldInOf = <Held extends HeldIn>({ item: _, expiresSeconds: __, of, ...held }: Stored): Held =>
  ({ ...held, export: of }) as unknown as Held;
