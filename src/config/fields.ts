import * as v from "valibot";
import { PREVIOUS_GENERATION } from "../endpoint/endpoint-state";
import { ENVIRONMENTS } from "../environments";
import { isSigningSecret } from "../stripe/keys";

type FieldSchema = v.GenericSchema<unknown>;

/** One configuration key: how its text is read, and what a person types to set it. */
export interface Field {
  /**
   * Reads the text that Pulumi stores. Each check has a message of its own that goes on after the key's name: valibot's
   * would repeat the value.
   */
  readonly schema: FieldSchema;
  /** Whether the value must be stored encrypted. */
  readonly encrypted: boolean;
  /** Stands for the value in a `pulumi config set` line; empty for encrypted keys, which are asked for. */
  readonly placeholder: string;
}

function plain(schema: FieldSchema, placeholder: string): Field {
  return { schema, encrypted: false, placeholder };
}

/**
 * Lists, booleans and numbers of a stack file arrive as JSON text; anything else is passed on as it is. A list that is
 * longer than `most` is refused as a whole, before each of its items is judged.
 */
function fromJson(schema: FieldSchema, most = Number.POSITIVE_INFINITY): FieldSchema {
  const parsed = (text: unknown): unknown => {
    try {
      return JSON.parse(String(text));
    } catch {
      return text;
    }
  };
  const fits = (value: unknown) => !Array.isArray(value) || value.length <= most;
  return v.pipe(v.unknown(), v.transform(parsed), v.check(fits, `holds more than ${most} items`), schema);
}

/** Stripe has some 270 events; the longest name has 65 characters. */
const MOST_EVENTS = 500;
const LONGEST_EVENT = 100;

/** A resource policy has up to 20,480 characters. AWS: Secrets Manager quotas. */
const MOST_READERS = 500;

const text = v.pipe(v.string("is not a text"), v.trim(), v.minLength(1, "is empty"));

/** A text that as a whole has a form. */
const ofForm = (form: RegExp, message: string) => v.pipe(text, v.regex(form, message));

const WHOLE_NUMBER = "must be a whole number from 1";
const ACCOUNT_ID = "must be a list of AWS account ids of 12 digits, in quotes";
const DAYS = "must be 0 or 7 to 30 days";

/** Stripe's keys have some 100 characters; the bound keeps the connection secret far below AWS's 65,536 bytes. */
const key = v.pipe(text, v.maxLength(512, "is longer than any Stripe key"));

/** IAM principals that a resource policy may name: users, roles, an account's root. AWS: reference_policies_elements_principal. */
const PRINCIPAL_ARN = /^arn:aws[a-z-]*:iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)$/;

/** Keys of the namespace `plenigo-stripe`, in the order in which faults are reported. */
export const FIELDS = {
  environment: plain(v.picklist(ENVIRONMENTS, "must be stage or live"), "stage"),
  companyId: plain(
    ofForm(/^[A-Za-z0-9]{20}$/, "must be the plenigo company id: exactly 20 letters and digits, case kept"),
    "COMPANY_ID",
  ),
  stripeAccountId: plain(ofForm(/^acct_[A-Za-z0-9]+$/, "must be the Stripe account's id, acct_…"), "acct_…"),
  stripePublishableKey: plain(key, "pk_…"),
  stripeSecretKey: { schema: key, encrypted: true, placeholder: "" },
  stripeDeployKey: { schema: key, encrypted: true, placeholder: "" },
  additionalEvents: plain(
    fromJson(
      v.array(
        v.pipe(
          v.string("must be a list of event names"),
          v.minLength(1, "holds an empty name"),
          v.maxLength(LONGEST_EVENT, `holds a name longer than ${LONGEST_EVENT} characters`),
        ),
        "must be a list of event names",
      ),
      MOST_EVENTS,
    ),
    "--path 'additionalEvents[0]' EVENT",
  ),
  apiVersion: plain(
    ofForm(
      /^\d{4}-\d{2}-\d{2}(\.[a-z0-9_-]+)?$/,
      "must be a Stripe API version, YYYY-MM-DD or YYYY-MM-DD.name",
    ),
    "YYYY-MM-DD.name",
  ),
  description: plain(
    v.pipe(
      v.string("is not a text"),
      v.maxLength(5000, "is longer than the 5,000 characters that Stripe takes"),
    ),
    "'TEXT'",
  ),
  signingSecretGeneration: plain(
    fromJson(v.pipe(v.number(WHOLE_NUMBER), v.safeInteger(WHOLE_NUMBER), v.minValue(1, WHOLE_NUMBER))),
    "2",
  ),
  previousGeneration: plain(
    v.picklist(PREVIOUS_GENERATION, "must be enabled, disabled or removed"),
    "enabled",
  ),
  adoptEndpointId: plain(ofForm(/^we_[A-Za-z0-9]+$/, "must be the id of a webhook endpoint, we_…"), "we_…"),
  adoptSigningSecret: {
    schema: v.pipe(
      text,
      v.check(
        (value) => isSigningSecret(value),
        "must be the endpoint's signing secret, whsec_…, as Stripe reveals it",
      ),
    ),
    encrypted: true,
    placeholder: "",
  },
  kmsKeyId: plain(ofForm(/^[\w:/-]+$/, "must be the ARN, id or alias of a KMS key"), "arn:aws:kms:…"),
  recoveryWindowInDays: plain(
    fromJson(
      v.pipe(
        v.number(DAYS),
        v.safeInteger(DAYS),
        v.check((days) => days === 0 || (days >= 7 && days <= 30), DAYS),
      ),
    ),
    "30",
  ),
  secretReaders: plain(
    fromJson(
      v.array(
        v.pipe(
          v.string("must be a list of ARNs of IAM principals"),
          v.regex(
            PRINCIPAL_ARN,
            "must be a list of ARNs of IAM roles, users or account roots; `*` is refused",
          ),
        ),
        "must be a list of ARNs of IAM principals",
      ),
      MOST_READERS,
    ),
    "--plaintext --path 'secretReaders[0]' arn:aws:iam::…",
  ),
  protect: plain(fromJson(v.boolean("must be true or false")), "true"),
} as const satisfies Readonly<Record<string, Field>>;

/**
 * Reads a key's text by its schema.
 * @returns the value, or everything that is wrong with it in words that go on after the key's name; never the value
 */
export function readField(
  field: Field,
  text: unknown,
): { readonly value: unknown } | { readonly fault: string } {
  const result = v.safeParse(field.schema, text, { abortPipeEarly: true });
  if (result.success) return { value: result.output };
  return { fault: [...new Set(result.issues.map(({ message }) => message))].join(", ") };
}

/** A key of the namespace `plenigo-stripe`. */
export type FieldName = keyof typeof FIELDS;

/** Keys of the AWS provider that a stack must set, so that live keys never land in a wrong account. */
export const AWS_FIELDS = {
  "aws:region": plain(
    ofForm(/^[a-z]{2,}(-[a-z]+)+-\d+$/, "must be an AWS region, for example eu-central-1"),
    "eu-central-1",
  ),
  "aws:allowedAccountIds": plain(
    fromJson(
      v.pipe(
        v.array(
          v.pipe(
            v.union([v.string(), v.pipe(v.number(), v.transform(String))], ACCOUNT_ID),
            v.regex(/^\d{12}$/, ACCOUNT_ID),
          ),
          "must be a list of AWS account ids",
        ),
        v.minLength(1, "must name at least one AWS account id"),
      ),
    ),
    "--path 'aws:allowedAccountIds[0]' ACCOUNT_ID",
  ),
} as const satisfies Readonly<Record<string, Field>>;

/**
 * Attempts of one AWS call, `aws:maxRetries`, that templates and `init` set. The pauses between five are 30 seconds at most
 * (2, 4, 8 and 16); the provider's own 25 attempts, with pauses up to 300 seconds, take up to an hour and a half.
 */
export const AWS_MAX_RETRIES = { set: 5, most: 10, key: "aws:maxRetries" } as const;

/** Name of a configuration key as faults carry it: short for our own, full for those of `aws`. */
export type ConfigKey = FieldName | keyof typeof AWS_FIELDS;

/** The stack files that ship are templates: a value in angle brackets is still to be replaced. */
export function isPlaceholder(value: string): boolean {
  // The engine hands lists over as JSON with escaped angle brackets.
  const text = value.trim().replaceAll("\\u003c", "<").replaceAll("\\u003e", ">");
  return /^<.*>$/.test(text) || /^\["<.*>"\]$/.test(text);
}
