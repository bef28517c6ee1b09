/**
 * The workflow of an incident in Amazon States Language. It routes on what tasks answer and decides nothing: deciding is
 * `core/incident`. State names are sentences that whoever is on call can read in the console.
 *
 * Every task may be run again, so whatever fails, people are told and all of it starts over; meanwhile the gates stay as they are:
 * closed. Nothing here can open a gate but the task `resume`, which checks everything itself.
 */

export interface WorkflowParts {
  /** ARN of the function that runs the tasks. */
  investigate: string;
  /** ARN of the topic that tells people. */
  alerts: string;
}

type State = Record<string, unknown>;

/** How long approvals are waited for until people are reminded, seconds. */
const REMINDER_SECONDS = 86_400;
/** How long after a failure everything starts over, seconds. */
const RETRY_SECONDS = 900;

const CONTAIN = 'Make sure that both gates are closed and the receipt is issued';
const WHICH = 'Does this report hold the gates closed?';
const CERTIFY = 'Certify that capture itself has stopped';
const QUIET = 'Has the last lease run out?';
const WAIT_LEASE = 'Wait until the last lease has run out';
const INVESTIGATE = 'Find out what was stored, of whom, and who has read it';
const PUBLISH = 'Publish the findings under lock';
const AWAIT = 'Wait for two people of different groups to decide';
const DECIDED = 'What did they decide?';
const REMIND = 'Remind people that a decision is due';
const RESUME = 'Check everything again, and open the gates';
const RESUMED = 'Did the gates open?';
const TERMINATE = 'End the program with the gates closed';
const TELL = 'Tell people that a step failed and that the gates stay as they are';
const PAUSE = 'Wait a while before starting over';
const DONE = 'The incident is closed';

export function workflowDefinition({ investigate, alerts }: WorkflowParts): State {
  const failed = { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: TELL };
  const task = (name: string, next: string, comment: string): State => ({
    Comment: comment,
    Type: 'Task',
    Resource: investigate,
    Parameters: { task: name, 'incident.$': '$.incident' },
    TimeoutSeconds: 900,
    Retry: [
      {
        ErrorEquals: ['States.ALL'],
        IntervalSeconds: 2,
        MaxAttempts: 4,
        BackoffRate: 2,
        MaxDelaySeconds: 30,
        JitterStrategy: 'FULL',
      },
    ],
    Catch: [failed],
    Next: next,
  });
  const choice = (comment: string, routes: Record<string, string>): State => ({
    Comment: comment,
    Type: 'Choice',
    Choices: Object.entries(routes).map(([outcome, next]) => ({
      Variable: '$.outcome',
      StringEquals: outcome,
      Next: next,
    })),
    // An answer that this page does not know is a failure, never a way on.
    Default: TELL,
  });
  const tell = (comment: string, message: string, next: string): State => ({
    Comment: comment,
    Type: 'Task',
    Resource: 'arn:aws:states:::sns:publish',
    Parameters: { TopicArn: alerts, 'Message.$': `States.Format('${message}', $.incident)` },
    ResultPath: null,
    TimeoutSeconds: 60,
    // Nobody being told must not stop anything.
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: next }],
    Next: next,
  });

  return {
    Comment: 'From a report to a decision. Input: {"incident": "<id>"}.',
    StartAt: CONTAIN,
    States: {
      [CONTAIN]: task(
        'contain',
        WHICH,
        'The report function has done it already; this makes sure, whatever died since.',
      ),
      [WHICH]: choice('A report of low severity closes nothing, and is investigated all the same.', {
        contained: CERTIFY,
        open: INVESTIGATE,
      }),
      [CERTIFY]: task('certify', QUIET, 'Issued when the longest lease has run out and no lane has moved since.'),
      [QUIET]: choice(
        '`moved`: frames were admitted after the closure. There is no certificate, and findings say so.',
        {
          waiting: WAIT_LEASE,
          quiet: INVESTIGATE,
          moved: INVESTIGATE,
        },
      ),
      [WAIT_LEASE]: {
        Comment: 'A lease cannot be called back, only outlived.',
        Type: 'Wait',
        SecondsPath: '$.waitSeconds',
        Next: CERTIFY,
      },
      [INVESTIGATE]: task(
        'investigate',
        PUBLISH,
        'Segments, subjects and readers of the time in question; no contents.',
      ),
      [PUBLISH]: task('publish', AWAIT, 'From here on their hash is what approvals are about.'),
      [AWAIT]: {
        Comment: 'The approve function answers when two have decided alike. The token is kept with the incident.',
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: {
          FunctionName: investigate,
          Payload: { task: 'awaitApprovals', 'incident.$': '$.incident', 'token.$': '$$.Task.Token' },
        },
        TimeoutSeconds: REMINDER_SECONDS,
        Retry: [
          // The function not being there for a moment; a time-out is no failure but a reminder.
          {
            ErrorEquals: ['Lambda.ServiceException', 'Lambda.TooManyRequestsException'],
            MaxAttempts: 4,
            BackoffRate: 2,
          },
        ],
        Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: REMIND }, failed],
        Next: DECIDED,
      },
      [DECIDED]: choice('Both of them the same, over the same findings.', { resume: RESUME, terminate: TERMINATE }),
      [REMIND]: tell('Approvals given so far stay valid.', 'Incident {}: the findings wait for two approvals.', AWAIT),
      [RESUME]: task(
        'resume',
        RESUMED,
        'Findings, conformance, approvals, epoch: all as they were approved, or refused.',
      ),
      [RESUMED]: choice('`refused`: something has changed since the approvals; they are waited for again.', {
        resumed: DONE,
        concluded: DONE,
        refused: AWAIT,
      }),
      [TERMINATE]: task('terminate', DONE, 'The gates are held by this incident for good.'),
      [TELL]: tell(
        'The message holds the id of the incident and nothing else.',
        'Incident {}: a step of the workflow failed. Gates stay as they are; it will start over.',
        PAUSE,
      ),
      [PAUSE]: {
        Comment: 'Steps that were done are done once, so starting over only finishes what was not.',
        Type: 'Wait',
        Seconds: RETRY_SECONDS,
        Next: CONTAIN,
      },
      [DONE]: { Type: 'Succeed' },
    },
  };
}
