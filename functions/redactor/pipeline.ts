/**
 * What the redactor does, without AWS: the handler hands it the adapters of production, `npm run bench -- redactor` those
 * in memory, so that what is measured is what is shipped.
 */
export { type Batch, type BatchResult, createPipeline, type Pipeline } from '../../core/intake/pipeline.ts';
