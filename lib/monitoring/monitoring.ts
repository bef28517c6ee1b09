import { AlarmStatusWidget, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { Alarms } from './alarm.ts';
import { monitorControl } from './control.ts';
import { monitorIncident } from './incident.ts';
import { monitorIngest } from './ingest.ts';
import type { MonitoredParts } from './parts.ts';
import { monitorReading } from './reading.ts';

/** Alarms and the dashboard: one file a plane. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, parts: MonitoredParts) {
    super(scope, id);
    const { prefix } = parts.state.program;
    const alarms = new Alarms(this, prefix, parts.state.alerts.topic);
    const rows = [monitorIngest, monitorControl, monitorIncident, monitorReading].map((plane) => plane(parts, alarms));
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: prefix });
    dashboard.addWidgets(new AlarmStatusWidget({ alarms: alarms.all, width: 24, height: 4 }));
    for (const row of rows) dashboard.addWidgets(...row);
  }
}
