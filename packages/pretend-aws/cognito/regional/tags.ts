// The tags of a pool, in each Region by themselves, since each Region's replica is a resource of its own: TagResource,
// UntagResource, ListTagsForResource.

import type {
  ListTagsForResourceCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { OperationTable } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import type { Site } from "../pool/pool-in-region.ts";

const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

export function tagOperations({ kinds }: Pick<Realm, "kinds">): OperationTable {
  return {
    ListTagsForResource: kinds.byArn<ListTagsForResourceCommandInput>([], (_, { replica }) => ({
      Tags: replica.regional.UserPoolTags ?? {},
    })),
    TagResource: kinds.byArn<TagResourceCommandInput>(["Tags"], ({ Tags }, site) => {
      checkTags(Tags);
      const kept = { ...site.replica.regional.UserPoolTags, ...Tags };
      if (Object.keys(kept).length > MOST_TAGS) {
        throw invalid(`A user pool can have as many as ${MOST_TAGS} tags.`);
      }
      save(site, kept);
    }),
    UntagResource: kinds.byArn<UntagResourceCommandInput>(["TagKeys"], ({ TagKeys }, site) => {
      const tags = Object.entries(site.replica.regional.UserPoolTags ?? {});
      save(site, Object.fromEntries(tags.filter(([key]) => !TagKeys.includes(key))));
    }),
  };
}

function checkTags(tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > LONGEST_KEY || value.length > LONGEST_VALUE) {
      throw invalid(
        `1 validation error detected: Value at 'tags' failed to satisfy constraint: Map keys must have length less than or equal to ${LONGEST_KEY}, values less than or equal to ${LONGEST_VALUE}`,
      );
    }
    if (key.startsWith("aws:")) throw invalid("Tag keys that begin with aws: are AWS's own.");
  }
}

function save({ replica }: Site, UserPoolTags: Record<string, string>): void {
  replica.regional = { ...replica.regional, UserPoolTags };
}
