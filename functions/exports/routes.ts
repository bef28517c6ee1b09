import {
  concernedTrainings,
  createExport,
  declareTraining,
  fetchExport,
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
  declareTraining,
  listTrainings,
  showDepartures,
  concernedTrainings,
};
