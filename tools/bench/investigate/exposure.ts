/** One measurement in a process of its own, so that its memory is its own: `node exposure.ts FILE`. Prints figures as JSON. */
import { createReadStream } from 'node:fs';
import { exposure } from '../../../core/exposure/exposure.ts';
import { loadInventory } from '../../../core/exposure/load.ts';

const seconds = (from: number): number => Number(((performance.now() - from) / 1000).toFixed(2));

const begun = performance.now();
const inventory = await loadInventory(createReadStream(process.argv[2]!));
const loaded = seconds(begun);
const exposed = exposure(inventory);
const scan = exposed.scan();
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    principals: exposed.principals.length,
    dataSets: exposed.dataSets.length,
    principalClasses: scan.classes.principals,
    dataSetClasses: scan.classes.dataSets,
    evaluations: scan.classes.evaluations,
    pairs: scan.classes.pairs,
    loadSeconds: loaded,
    seconds: seconds(begun),
    cpuSeconds: Number(((user + system) / 1e6).toFixed(2)),
    peakRssMB: Math.round(process.resourceUsage().maxRSS / 1024),
    readable: scan.rows.filter(({ readers }) => readers.yes > 1).length,
  }),
);
