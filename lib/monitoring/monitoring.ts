import { AlarmStatusWidget, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { PLANES } from '../../functions/shared/manifest.ts';
import { Alarms } from './alarm.ts';
import { monitorControl } from './control.ts';
import { monitorDamage, monitorFunctions } from './functions.ts';
import { monitorGuard } from './guard.ts';
import { monitorIncident } from './incident.ts';
import { monitorIngest } from './ingest.ts';
import type { MonitoredParts } from './parts.ts';
import { monitorReading } from './reading.ts';
import { monitorTraining } from './training.ts';

const BY_PLANE = {
  ingest: monitorIngest,
  control: monitorControl,
  incident: monitorIncident,
  reading: monitorReading,
  training: monitorTraining,
  guard: monitorGuard,
} as const;

/** Alarms and the dashboard: a row a plane. Alarms of functions stand in their manifests, those of what AWS runs here. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, parts: MonitoredParts) {
    super(scope, id);
    const { prefix } = parts.state.program;
    const alarms = new Alarms(this, prefix, parts.state.alerts.targets);
    monitorDamage(prefix, alarms);
    const rows = PLANES.map((plane) => {
      monitorFunctions(plane, prefix, alarms);
      return BY_PLANE[plane](parts, alarms);
    });
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: prefix });
    dashboard.addWidgets(new AlarmStatusWidget({ alarms: alarms.all, width: 24, height: 4 }));
    for (const row of rows) dashboard.addWidgets(...row);
  }
}
