import { createExport, fetchExport, listExports, revokeExport, showExport } from '../../api/export.ts';

export const routes = { createExport, listExports, showExport, revokeExport, fetchExport };
