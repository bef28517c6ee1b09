import {
  concernedTrainings,
  createExport,
  declareTraining,
  fetchExport,
  keepCopy,
  listExports,
  listTrainings,
  revokeExport,
  showDepartures,
  showExport,
} from '../../api/export.ts';

export const routes = {
  createExport,
  listExports,
  showExport,
  revokeExport,
  fetchExport,
  keepCopy,
  declareTraining,
  listTrainings,
  showDepartures,
  concernedTrainings,
};
