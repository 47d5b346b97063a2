// Devices that a pool remembers. Each sign-in through the API names a new one, and its refresh token is of use with the
// device's key alone, once ConfirmDevice has confirmed it.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html

import type {
  ConfirmDeviceCommandInput,
  DeviceType,
  ForgetDeviceCommandInput,
  GetDeviceCommandInput,
  ListDevicesCommandInput,
  NewDeviceMetadataType,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import { notEmulated } from "../../wire/json.ts";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid, page } from "../api/validation.ts";
import type { Site } from "../pool/pool-in-region.ts";
import type { Device, Directory, User } from "../users/directory.ts";
import { readJwt } from "./jwt.ts";
import { notAuthorized } from "./not-authorized.ts";
import type { RefreshGrant } from "./refresh-token.ts";

type ByToken<Input> = Input & { readonly AccessToken: string | undefined };

export function deviceOperations(realm: Realm): OperationTable {
  const { kinds, tokens } = realm;
  return {
    ConfirmDevice: kinds.byAccessToken<ConfirmDeviceCommandInput>(["DeviceKey"], (input, site) =>
      confirm(realm, input, site),
    ),
    ForgetDevice: kinds.byAccessToken<ByToken<ForgetDeviceCommandInput>>(
      ["DeviceKey"],
      (input, site) => {
        const { key } = deviceOf(site, tokens.authorize(site, input.AccessToken), input.DeviceKey);
        site.pool.write(site.replica, ({ devices }) => devices.delete(key));
      },
    ),
    GetDevice: kinds.byAccessToken<ByToken<GetDeviceCommandInput>>(["DeviceKey"], (input, site) => {
      const user = tokens.authorize(site, input.AccessToken);
      return { Device: described(deviceOf(site, user, input.DeviceKey)) };
    }),
    ListDevices: kinds.byAccessToken<ListDevicesCommandInput>([], (input, site) => {
      const { sub } = tokens.authorize(site, input.AccessToken);
      const own = [...site.directory.devices.values()].filter((device) => device.sub === sub);
      const { rows, next } = page(own, input.Limit ?? 60, input.PaginationToken);
      return { Devices: rows.map(described), PaginationToken: next };
    }),
  };
}

/** Any value in DeviceConfiguration switches remembering on, also `false`. */
export function remembersDevices({ settings }: Directory): boolean {
  return settings.DeviceConfiguration !== undefined;
}

/** The device that a sign-in through the API begins with; null where the pool remembers none. */
export function newDevice(
  { foundation: { random } }: Pick<Realm, "foundation">,
  { pool, directory }: Site,
): Required<NewDeviceMetadataType> | null {
  if (!remembersDevices(directory)) return null;
  return {
    DeviceKey: `${pool.primary.region}_${random.uuid()}`,
    DeviceGroupKey: `-${random.text(8)}`,
  };
}

/** Refuses a sign-in that names its device: whoever has none leaves it out. */
export function checkNoDevice({ directory }: Site, key: string | undefined): void {
  if (key === undefined || !remembersDevices(directory)) return;
  if (directory.devices.has(key)) throw notEmulated("cognito-idp", "the challenge DEVICE_SRP_AUTH");
  throw noSuchDevice();
}

/**
 * Throws NotAuthorizedException unless a session of a remembered device is carried on by that device: without its key,
 * or before it is confirmed, the refresh token reads as invalid.
 * https://repost.aws/knowledge-center/cognito-invalid-refresh-token-error
 */
export function checkDevice(
  { directory }: Site,
  { deviceKey, sub }: Pick<RefreshGrant, "deviceKey" | "sub">,
  given: string | undefined,
): void {
  if (deviceKey === undefined || !remembersDevices(directory)) return;
  const isConfirmed = directory.devices.get(deviceKey)?.sub === sub;
  if (given === deviceKey && isConfirmed) return;
  throw notAuthorized("Invalid Refresh Token.");
}

function confirm(
  { foundation, tokens }: Realm,
  input: Sent<ConfirmDeviceCommandInput>,
  site: Site,
): object {
  const { directory, pool, replica } = site;
  const user = tokens.authorize(site, input.AccessToken);
  const { DeviceKey: key } = input;
  if (!remembersDevices(directory)) throw invalid("Device tracking is not enabled.");
  if (directory.devices.has(key)) {
    throw new AwsError("DeviceKeyExistsException", "Device already exists.");
  }
  if (readJwt(input.AccessToken)?.["device_key"] !== key) throw noSuchDevice();
  const secret = input.DeviceSecretVerifierConfig;
  if (!secret?.PasswordVerifier || !secret.Salt) {
    throw invalid("The device needs a password verifier and a salt.");
  }
  const now = new Date(foundation.clock.now());
  const device: Device = { key, sub: user.sub, name: input.DeviceName ?? "", confirmedAt: now };
  pool.write(replica, ({ devices }) => devices.set(key, device));
  const isAsked = directory.settings.DeviceConfiguration?.DeviceOnlyRememberedOnUserPrompt === true;
  return { UserConfirmationNecessary: isAsked };
}

function deviceOf({ directory }: Site, { sub }: User, key: string): Device {
  const device = directory.devices.get(key);
  if (device === undefined || device.sub !== sub) throw noSuchDevice();
  return device;
}

function noSuchDevice(): AwsError {
  return new AwsError("ResourceNotFoundException", "Device does not exist.");
}

function described({ key, name, confirmedAt }: Device): DeviceType {
  return {
    DeviceKey: key,
    DeviceAttributes: [{ Name: "device_name", Value: name }],
    DeviceCreateDate: confirmedAt,
    DeviceLastModifiedDate: confirmedAt,
    DeviceLastAuthenticatedDate: confirmedAt,
  };
}
