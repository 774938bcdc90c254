import { exportLines } from "./environment";
import { MAX_TENANTS, makeFleet, provisionFirstTenant } from "./fleet/make-fleet";
import { FOLDER, forgetEverything } from "./sandbox-folder";
import { runningSession } from "./services";
import { openSession, prepareTools, runInteractively } from "./session";
import { runTour } from "./tour";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const HELP = `Provisions a sample publisher with the real Pulumi engine, against emulators of Stripe and AWS on this machine.

  npm run sandbox                          the tour: provision, break, find, repair
  npm run sandbox -- shell                 a shell in the sandbox: pulumi, stripe (Stripe CLI), plenigo (its form), and the emulators
  npm run sandbox -- exec -- CMD …         runs one command in it
  npm run --silent sandbox -- env          prints export lines for eval: engine, state backend, passphrase
  npm run sandbox -- fleet COUNT [broken]  provisions COUNT tenants (copies of one); broken: with a fault of each kind
  npm run sandbox -- reset                 forgets everything
`;

const SHELL_HINTS = `You are in the sandbox, in a folder like a tenant's own repository; \`exit\` leaves it. Try:
  pulumi up --stack stage
  stripe webhook_endpoints list
  stripe webhook_endpoints update ID -d disabled=true
  pulumi preview --expect-no-changes --diff; echo $?
  npx plenigo-stripe handover --stack stage --reveal     the five values for plenigo
  plenigo enter                                          plays plenigo's form: paste the signing secret
  npx plenigo-stripe verify --stack stage
  npx plenigo-stripe init acme                           a new tenant; its keys: echo $NEWCOMER_SECRET_KEY $NEWCOMER_PUBLISHABLE_KEY
`;

const log = (line: string) => process.stderr.write(`${line}\n`);

async function withSession(command: readonly string[]): Promise<number> {
  const session = await openSession(log);
  try {
    return await runInteractively(command, FOLDER.project, session.env);
  } finally {
    await session.close();
  }
}

async function tour(): Promise<number> {
  const session = await openSession(log);
  try {
    log(`Engine: ${session.engine}. Everything stays in ${FOLDER.root}.`);
    if (session.standIns.length > 0)
      log(`Stand-ins are in use for what is not installed: ${session.standIns.join(", ")}.`);
    await runTour(session, (text) => process.stdout.write(text));
    return 0;
  } finally {
    await session.close();
  }
}

async function env(): Promise<number> {
  const { variables } = await prepareTools(log);
  process.stdout.write(`${exportLines(variables)}\n`);
  return 0;
}

/** Tenants are copied while no emulator runs, since it would write over them. */
async function fleet(count: number, isBroken: boolean): Promise<number> {
  const session = await openSession(log);
  try {
    log("Provisioning the first tenant with the real engine …");
    await provisionFirstTenant(session.pulumi, session.env);
  } finally {
    await session.close();
  }
  log(`Copying it ${count - 1} times …`);
  for (const line of await makeFleet(session.pulumi, session.env, { count, isBroken })) log(`  ${line}`);
  process.stdout.write(`${count} tenants are there. Look at them:
  npm run sandbox -- exec -- npx plenigo-stripe fleet audit
  npm run sandbox -- exec -- npx plenigo-stripe fleet up --tenant 't000*' --yes
`);
  return 0;
}

/** @throws Error: somebody is in the sandbox */
function reset(): void {
  const pid = runningSession();
  if (pid !== undefined)
    throw new Error(
      `The sandbox is in use by process ${pid}, and nothing was forgotten. Leave it, then run this again.`,
    );
  forgetEverything();
}

async function shell(): Promise<number> {
  log(SHELL_HINTS);
  return withSession([process.env.SHELL || "sh"]);
}

async function main([command, ...rest]: readonly string[]): Promise<number> {
  const words = rest[0] === "--" ? rest.slice(1) : rest;
  if (command === undefined) return tour();
  if (command === "fleet") {
    const [count = "", broken, ...more] = words;
    const isValid = /^\d+$/.test(count) && Number(count) >= 1 && Number(count) <= MAX_TENANTS;
    if (isValid && more.length === 0 && (broken === undefined || broken === "broken"))
      return fleet(Number(count), broken === "broken");
  }
  if (command === "exec" && words.length > 0) return withSession(words);
  if (rest.length === 0) {
    if (command === "env") return env();
    if (command === "shell") return shell();
    if (command === "reset") {
      reset();
      return 0;
    }
  }
  process.stderr.write(HELP);
  return command === "--help" || command === "help" ? 0 : 2;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    log(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
