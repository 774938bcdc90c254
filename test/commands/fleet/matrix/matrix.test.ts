import fc from "fast-check";
import { type MatrixStack, matrixOf } from "../../../../src/commands/fleet/matrix/matrix";

const shape = { jobs: 256, stacksPerJob: 20 };

function stacks(count: number, environment: "stage" | "live" = "live", reason = "all stacks"): MatrixStack[] {
  return Array.from({ length: count }, (_, index) => {
    const tenant = `tenant${String(index).padStart(5, "0")}`;
    return { stack: `${tenant}.${environment}`, environment, reason };
  });
}

it("tells name, environment, stacks, count and reason of a job", () => {
  expect(matrixOf(stacks(2, "live", "package-lock.json changed"), shape)).toEqual([
    {
      name: "live: tenant00000.live to tenant00001.live",
      environment: "live",
      stacks: "--stack tenant00000.live --stack tenant00001.live",
      count: 2,
      reason: "package-lock.json changed",
    },
  ]);
});

it.each([
  ["none", 0, []],
  ["one", 1, [1]],
  ["as many as fit in a job", 20, [20]],
  ["one more, evenly", 21, [10, 11]],
  ["more than all jobs take, evenly", 5121, [...Array(255).fill(20), 21]],
])("shares out stacks: %s", (_, count, sizes) => {
  const counts = matrixOf(stacks(count), shape).map((job) => job.count);
  expect(counts.sort((one, other) => one - other)).toEqual(sizes);
});

it("puts more stacks in a job where --jobs asks", () => {
  expect(matrixOf(stacks(90), { ...shape, jobs: 3 }).map(({ count }) => count)).toEqual([30, 30, 30]);
});

it("never has two environments in a job, and numbers the jobs of each", () => {
  const names = matrixOf([...stacks(30, "live"), ...stacks(1, "stage")], shape).map(({ name }) => name);
  expect(names).toEqual([
    "stage: tenant00000.stage",
    "live 1 of 2: tenant00000.live to tenant00014.live",
    "live 2 of 2: tenant00015.live to tenant00029.live",
  ]);
});

it("names the most frequent reasons, and says that there are more", () => {
  const reasons = ["e", "d", "c", "b", "b", "a", "a", "a"];
  const [job] = matrixOf(
    stacks(reasons.length).map((stack, index) => ({ ...stack, reason: reasons[index] ?? "" })),
    shape,
  );
  expect(job?.reason).toBe("a (3 stacks); b (2 stacks); e; and 2 more reasons");
});

it("runs each stack in one job, in at most as many jobs as said, of almost equal size", () => {
  const sizes = fc.record({
    stage: fc.nat(2000),
    live: fc.nat(2000),
    jobs: fc.integer({ min: 2, max: 256 }),
    stacksPerJob: fc.integer({ min: 1, max: 100 }),
  });
  fc.assert(
    fc.property(sizes, ({ stage, live, ...asked }) => {
      const all = [...stacks(stage, "stage"), ...stacks(live, "live")];
      const jobs = matrixOf(all, asked);
      const run = jobs.flatMap((job) =>
        job.stacks
          .split("--stack ")
          .map((word) => word.trim())
          .filter(Boolean),
      );
      expect(run).toEqual(all.map(({ stack }) => stack));
      expect(jobs.length).toBeLessThanOrEqual(asked.jobs);
      for (const environment of ["stage", "live"]) {
        const counts = jobs.filter((job) => job.environment === environment).map(({ count }) => count);
        if (counts.length > 0) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 50 },
  );
});
