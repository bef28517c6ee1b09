import type { HeldIn, HeldIndex } from './departures.ts';
import { type AwsExportsOptions, PEOPLE, pagesOf, type Stored } from './rows.aws.ts';

export function awsHeldIndex({ documents, table }: AwsExportsOptions): HeldIndex {
  return {
    async *people() {
      for await (const page of pagesOf(documents, table, PEOPLE, '')) yield page.map(heldInOf);
    },
  };
}

const heldInOf = ({ item: _, expiresSeconds: __, of, ...held }: Stored): HeldIn =>
  ({ ...held, export: of }) as unknown as HeldIn;
