import { type AwsPlace, awsPlaceOf } from "../aws/place";
import type { Project } from "./project";
import { declaredValues, isOpaque, textOf } from "./stack-file";

/** Where a stack's file says that its secrets lie, and with whose credentials. @throws Error when it can't be read */
export function awsPlaceOfFile(project: Project, file: string): AwsPlace {
  const values = declaredValues(project, file);
  const get = (key: string) =>
    values[key] === undefined || values[key] === null ? undefined : textOf(values[key]);
  return awsPlaceOf(get, (key) => isOpaque(values[key]));
}
