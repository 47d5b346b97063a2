import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { createDynamoDb } from "../dynamodb/dynamodb.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";
import { listen } from "../wire/server.ts";
import { dispatch, foundation } from "../world.ts";

const REGION = "eu-west-1";
const START = Date.UTC(2026, 10, 22);
const MINUTE = 60_000;

function aWorld() {
  const clock = new VirtualClock(START);
  const base = foundation({ clock });
  const dynamodb = createDynamoDb(base);
  const send = (region: string, request: Parameters<typeof dispatch>[2]) =>
    dispatch({ services: [dynamodb.service], ...base }, region, request);
  const client = (region = REGION) =>
    new DynamoDBClient({
      region,
      endpoint: endpointOf(region),
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: requestHandler(send),
      maxAttempts: 1,
    });
  return { clock, dynamodb, send, client };
}

/** A table `ledger` with a hash and a range key of text, and one with numbers in the range key. */
function aLedger() {
  const world = aWorld();
  const hash = { name: "pk", type: "S" } as const;
  world.dynamodb.seedTable({
    region: REGION,
    name: "ledger",
    hash,
    range: { name: "sk", type: "S" },
    timeToLive: "expires",
  });
  world.dynamodb.seedTable({
    region: REGION,
    name: "counts",
    hash,
    range: { name: "n", type: "N" },
  });
  world.dynamodb.seedTable({ region: REGION, name: "leases", hash });
  const client = world.client();
  const put = (item: Record<string, AttributeValue>, more: Partial<PutItemCommandInput> = {}) =>
    client.send(new PutItemCommand({ TableName: "leases", Item: item, ...more }));
  const update = (more: Partial<UpdateItemCommandInput>) =>
    client.send(new UpdateItemCommand({ TableName: "leases", Key: { pk: { S: "a" } }, ...more }));
  const get = async () => {
    const found = await client.send(
      new GetItemCommand({ TableName: "leases", Key: { pk: { S: "a" } } }),
    );
    return found.Item;
  };
  return { ...world, client, put, update, get };
}

describe("tables", () => {
  test("a created table becomes ACTIVE after some seconds and takes no items before", async () => {
    const { clock, client } = aWorld();
    const db = client();
    const created = await db.send(
      new CreateTableCommand({
        TableName: "ledger",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        AttributeDefinitions: [
          { AttributeName: "pk", AttributeType: "S" },
          { AttributeName: "sk", AttributeType: "N" },
        ],
      }),
    );
    expect(created.TableDescription).toMatchObject({
      TableStatus: "CREATING",
      TableArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/ledger",
      CreationDateTime: new Date(START),
    });
    const put = () =>
      db.send(
        new PutItemCommand({ TableName: "ledger", Item: { pk: { S: "a" }, sk: { N: "1" } } }),
      );
    await expect(put()).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Requested resource not found",
    });
    await clock.advance(10_000);
    await put();
    const { Table } = await db.send(new DescribeTableCommand({ TableName: "ledger" }));
    expect(Table).toMatchObject({
      TableStatus: "ACTIVE",
      ItemCount: 1,
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    });
  });

  test("a table is deleted after some seconds, and is in use until then", async () => {
    const { clock, client, dynamodb } = aLedger();
    await client.send(new DeleteTableCommand({ TableName: "leases" }));
    await expect(
      client.send(new DeleteTableCommand({ TableName: "leases" })),
    ).rejects.toMatchObject({ name: "ResourceInUseException" });
    await clock.advance(10_000);
    await expect(
      client.send(new DescribeTableCommand({ TableName: "leases" })),
    ).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Requested resource not found: Table: leases not found",
    });
    expect(dynamodb.tables(REGION)).toEqual(["counts", "ledger"]);
  });

  test("names are taken per Region", async () => {
    const { client, dynamodb } = aLedger();
    const { TableNames } = await client.send(new ListTablesCommand({}));
    expect(TableNames).toEqual(["counts", "leases", "ledger"]);
    expect(dynamodb.tables("us-east-1")).toEqual([]);
    await expect(
      client.send(
        new CreateTableCommand({
          TableName: "leases",
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        }),
      ),
    ).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "Table already exists: leases",
    });
  });

  test("CreateTable refuses a key attribute without a definition", async () => {
    const { client } = aWorld();
    await expect(
      client().send(
        new CreateTableCommand({
          TableName: "leases",
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        }),
      ),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [pk], AttributeDefinitions: [id]",
    });
  });
});

describe("time to live", () => {
  const expiring = (seconds: number) => ({
    pk: { S: "a" },
    sk: { S: "1" },
    expires: { N: String(START / 1000 + seconds) },
  });

  test("an expired item can be read for a while and is gone minutes later", async () => {
    const { clock, client, dynamodb } = aLedger();
    await client.send(new PutItemCommand({ TableName: "ledger", Item: expiring(60) }));
    await clock.advance(MINUTE + 1);
    expect(dynamodb.items(REGION, "ledger")).toHaveLength(1);
    await clock.advance(10 * MINUTE);
    expect(dynamodb.items(REGION, "ledger")).toEqual([]);
  });

  test("an item that is given more time in between stays", async () => {
    const { clock, client, dynamodb } = aLedger();
    await client.send(new PutItemCommand({ TableName: "ledger", Item: expiring(60) }));
    await client.send(new PutItemCommand({ TableName: "ledger", Item: expiring(3600) }));
    await clock.advance(30 * MINUTE);
    expect(dynamodb.items(REGION, "ledger")).toHaveLength(1);
    await clock.advance(60 * MINUTE);
    expect(dynamodb.items(REGION, "ledger")).toEqual([]);
  });

  test("an instant given in milliseconds or as text never comes", async () => {
    const { clock, client, dynamodb } = aLedger();
    const item = { ...expiring(0), expires: { N: String(START) } };
    await client.send(new PutItemCommand({ TableName: "ledger", Item: item }));
    const text = { ...expiring(0), sk: { S: "2" }, expires: { S: String(START / 1000) } };
    await client.send(new PutItemCommand({ TableName: "ledger", Item: text }));
    await clock.advance(24 * 60 * MINUTE);
    expect(dynamodb.items(REGION, "ledger")).toHaveLength(2);
  });

  test("switching it on takes effect for the items that are there", async () => {
    const { clock, client, dynamodb } = aLedger();
    await client.send(
      new PutItemCommand({
        TableName: "leases",
        Item: { pk: { S: "a" }, until: { N: String(START / 1000) } },
      }),
    );
    const on = new UpdateTimeToLiveCommand({
      TableName: "leases",
      TimeToLiveSpecification: { Enabled: true, AttributeName: "until" },
    });
    await client.send(on);
    await clock.advance(2 * MINUTE);
    const described = await client.send(new DescribeTimeToLiveCommand({ TableName: "leases" }));
    expect(described.TimeToLiveDescription).toEqual({
      TimeToLiveStatus: "ENABLED",
      AttributeName: "until",
    });
    await expect(client.send(on)).rejects.toMatchObject({
      name: "ValidationException",
      message: "TimeToLive is already enabled",
    });
    await clock.advance(10 * MINUTE);
    expect(dynamodb.items(REGION, "leases")).toEqual([]);
  });
});

describe("items", () => {
  test("every type comes back as it went in, numbers in canonical form", async () => {
    const { put, get, dynamodb } = aLedger();
    const item = {
      pk: { S: "a" },
      number: { N: "12345678901234567890123456789.5" },
      bytes: { B: new Uint8Array([1, 2, 255]) },
      yes: { BOOL: true },
      nothing: { NULL: true },
      texts: { SS: ["x", "y"] },
      numbers: { NS: ["1", "2"] },
      list: { L: [{ S: "" }, { M: { deep: { N: "-0.001" } } }] },
    } as const;
    await put({ ...item, number: { N: "012345678901234567890123456789.50" } } as never);
    expect(await get()).toEqual(item);
    expect(dynamodb.items(REGION, "leases")).toEqual([
      {
        pk: "a",
        number: "12345678901234567890123456789.5",
        bytes: "AQL/",
        yes: true,
        nothing: null,
        texts: ["x", "y"],
        numbers: [1, 2],
        list: ["", { deep: -0.001 }],
      },
    ]);
  });

  test("ALL_OLD answers with the item that was replaced or deleted", async () => {
    const { put, client } = aLedger();
    const first = { pk: { S: "a" }, v: { N: "1" } };
    expect((await put(first, { ReturnValues: "ALL_OLD" })).Attributes).toBeUndefined();
    const replaced = await put({ pk: { S: "a" } }, { ReturnValues: "ALL_OLD" });
    expect(replaced.Attributes).toEqual(first);
    const gone = await client.send(
      new DeleteItemCommand({
        TableName: "leases",
        Key: { pk: { S: "a" } },
        ReturnValues: "ALL_OLD",
      }),
    );
    expect(gone.Attributes).toEqual({ pk: { S: "a" } });
    await expect(put(first, { ReturnValues: "ALL_NEW" })).rejects.toMatchObject({
      name: "ValidationException",
      message: "ReturnValues can only be ALL_OLD or NONE",
    });
  });

  test("a failed condition answers with the item when asked to, and changes nothing", async () => {
    const { put, get } = aLedger();
    const held = { pk: { S: "a" }, holder: { S: "me" }, token: { N: "7" } };
    await put(held);
    const taking = {
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    } as const;
    await expect(put({ pk: { S: "a" } }, taking)).rejects.toMatchObject({
      name: "ConditionalCheckFailedException",
      message: "The conditional request failed",
      Item: held,
      $metadata: { httpStatusCode: 400 },
    });
    const quiet = put({ pk: { S: "a" } }, { ConditionExpression: "attribute_not_exists(pk)" });
    expect(await quiet.catch((error) => error.Item)).toBeUndefined();
    expect(await get()).toEqual(held);
  });

  test.each([
    [
      { n: { S: "a" } },
      "One or more parameter values were invalid: Missing the key pk in the item",
    ],
    [
      { pk: { N: "1" } },
      "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
    ],
    [
      { pk: { S: "" } },
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    ],
    [
      { pk: { S: "a" }, v: { S: "x".repeat(400 * 1024) } },
      "Item size has exceeded the maximum allowed size",
    ],
    [
      { pk: { S: "a" }, v: { SS: ["x", "x"] } },
      "One or more parameter values were invalid: Input collection [x, x] contains duplicates.",
    ],
    [
      { pk: { S: "a" }, v: { N: "ten" } },
      "The parameter cannot be converted to a numeric value: ten",
    ],
    [
      { pk: { S: "a" }, v: { N: "1e126" } },
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    ],
    [
      { pk: { S: "a" }, v: { N: `1${"0".repeat(37)}1` } },
      "Attempting to store more than 38 significant digits in a Number",
    ],
  ] as [Record<string, AttributeValue>, string][])("PutItem refuses %j", async (item, message) => {
    await expect(aLedger().put(item)).rejects.toMatchObject({
      name: "ValidationException",
      message,
    });
  });

  test("a key with too many or too few attributes does not match the schema", async () => {
    const { client } = aLedger();
    for (const Key of [{ pk: { S: "a" } }, { pk: { S: "a" }, sk: { S: "b" }, x: { S: "c" } }]) {
      await expect(
        client.send(new GetItemCommand({ TableName: "ledger", Key })),
      ).rejects.toMatchObject({
        name: "ValidationException",
        message: "The provided key element does not match the schema",
      });
    }
  });

  test("a projection keeps only its paths", async () => {
    const { put, client } = aLedger();
    await put({
      pk: { S: "a" },
      a: { M: { b: { L: [{ N: "0" }, { M: { c: { S: "yes" }, d: { S: "no" } } }] } } },
      other: { S: "no" },
    });
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: "leases",
        Key: { pk: { S: "a" } },
        ProjectionExpression: "#a.b[1].c, absent.way",
        ExpressionAttributeNames: { "#a": "a" },
      }),
    );
    expect(Item).toEqual({ a: { M: { b: { L: [{ M: { c: { S: "yes" } } }] } } } });
  });

  test("parameters from before expressions are answered as not part of the pretend AWS", async () => {
    const { put } = aLedger();
    await expect(
      put({ pk: { S: "a" } }, { Expected: { pk: { Exists: false } } }),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  });
});

describe("updates", () => {
  test("SET reads the item as it was before the update", async () => {
    const { put, update } = aLedger();
    await put({ pk: { S: "a" }, x: { N: "1" }, y: { N: "2" }, l: { L: [{ S: "m" }] } });
    const { Attributes } = await update({
      UpdateExpression:
        "SET x = y, y = x + :ten, z = if_not_exists(z, :ten) - y, l = list_append(:more, l)",
      ExpressionAttributeValues: { ":ten": { N: "10" }, ":more": { L: [{ S: "f" }] } },
      ReturnValues: "UPDATED_NEW",
    });
    expect(Attributes).toEqual({
      x: { N: "2" },
      y: { N: "11" },
      z: { N: "8" },
      l: { L: [{ S: "f" }, { S: "m" }] },
    });
  });

  test("ADD makes and sums numbers without losing digits, and joins sets", async () => {
    const { put, update, get } = aLedger();
    await put({ pk: { S: "a" }, n: { N: "0.1" }, s: { SS: ["x"] } });
    await update({
      UpdateExpression: "ADD n :n, fresh :n, s :s",
      ExpressionAttributeValues: { ":n": { N: "0.2" }, ":s": { SS: ["x", "y"] } },
    });
    expect(await get()).toEqual({
      pk: { S: "a" },
      n: { N: "0.3" },
      fresh: { N: "0.2" },
      s: { SS: ["x", "y"] },
    });
  });

  test("a set from which everything is deleted is no longer there", async () => {
    const { put, update, get } = aLedger();
    await put({ pk: { S: "a" }, s: { SS: ["x", "y"] } });
    const remove = (elements: string[]) =>
      update({
        UpdateExpression: "DELETE s :s",
        ExpressionAttributeValues: { ":s": { SS: elements } },
      });
    await remove(["y", "z"]);
    expect(await get()).toEqual({ pk: { S: "a" }, s: { SS: ["x"] } });
    await remove(["x"]);
    expect(await get()).toEqual({ pk: { S: "a" } });
  });

  test("the indexes of one update all mean the list as it was", async () => {
    const { put, update, get } = aLedger();
    await put({ pk: { S: "a" }, l: { L: ["0", "1", "2", "3"].map((N) => ({ N })) } });
    await update({
      UpdateExpression: "REMOVE l[0], l[2] SET l[3] = :x, l[9] = :y",
      ExpressionAttributeValues: { ":x": { S: "x" }, ":y": { S: "y" } },
    });
    expect((await get())?.["l"]).toEqual({ L: [{ N: "1" }, { S: "x" }, { S: "y" }] });
  });

  test("one value set in two places is two values afterwards", async () => {
    const { update, get } = aLedger();
    await update({
      UpdateExpression: "SET x = :m, y = :m",
      ExpressionAttributeValues: { ":m": { M: { v: { N: "1" } } } },
    });
    await update({
      UpdateExpression: "SET x.v = :two",
      ExpressionAttributeValues: { ":two": { N: "2" } },
    });
    expect(await get()).toMatchObject({ x: { M: { v: { N: "2" } } }, y: { M: { v: { N: "1" } } } });
  });

  test("an update makes a missing item, unless it only takes away", async () => {
    const { update, get } = aLedger();
    await update({ UpdateExpression: "REMOVE x" });
    expect(await get()).toBeUndefined();
    const made = await update({
      UpdateExpression: "SET x = :x REMOVE y",
      ExpressionAttributeValues: { ":x": { N: "1" } },
      ReturnValues: "ALL_NEW",
    });
    expect(made.Attributes).toEqual({ pk: { S: "a" }, x: { N: "1" } });
  });

  test("ALL_OLD, UPDATED_OLD and ALL_NEW tell what their names say", async () => {
    const { update } = aLedger();
    const set = (n: string, ReturnValues: UpdateItemCommandInput["ReturnValues"]) =>
      update({
        UpdateExpression: "SET m.x = :x",
        ExpressionAttributeValues: { ":x": { N: n } },
        ReturnValues,
      });
    await update({
      UpdateExpression: "SET m = :m",
      ExpressionAttributeValues: { ":m": { M: { x: { N: "0" }, y: { N: "0" } } } },
    });
    const whole = (x: string) => ({ pk: { S: "a" }, m: { M: { x: { N: x }, y: { N: "0" } } } });
    expect((await set("1", "ALL_OLD")).Attributes).toEqual(whole("0"));
    expect((await set("2", "UPDATED_OLD")).Attributes).toEqual({ m: { M: { x: { N: "1" } } } });
    expect((await set("3", "ALL_NEW")).Attributes).toEqual(whole("3"));
  });

  const invalid = "Invalid UpdateExpression: ";
  test.each([
    ["SET x = y", "The provided expression refers to an attribute that does not exist in the item"],
    ["SET x = n + s", "An operand in the update expression has an incorrect data type"],
    ["ADD s :n", "An operand in the update expression has an incorrect data type"],
    ["SET s.x = :n", "The document path provided in the update expression is invalid for update"],
    ["REMOVE q.x", "The document path provided in the update expression is invalid for update"],
    [
      "SET pk = :n",
      "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
    ],
    [
      "SET x = :n SET y = :n",
      `${invalid}The "SET" section can only be used once in an update expression;`,
    ],
    ["SET x = :n,", `${invalid}Syntax error; token: "<EOF>", near: ","`],
    ["SET x = n + n + :n", `${invalid}Syntax error; token: "+", near: "n + :n"`],
    ["whatever", `${invalid}Syntax error; token: "whatever", near: "whatever"`],
    [
      "SET x = :missing",
      `${invalid}An expression attribute value used in expression is not defined; attribute value: :missing`,
    ],
    [
      "SET #x = :n",
      `${invalid}An expression attribute name used in the document path is not defined; attribute name: #x`,
    ],
    ["SET Status = :n", `${invalid}Attribute name is a reserved keyword; reserved keyword: Status`],
    [
      "SET x.y = :n REMOVE x",
      `${invalid}Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [x, y], path two: [x]`,
    ],
    [
      "SET x.y = :n REMOVE x[1]",
      `${invalid}Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [x, y], path two: [x, [1]]`,
    ],
    [
      "SET x = size(:n)",
      `${invalid}The function is not allowed in an update expression; function: size`,
    ],
    ["SET x = plus(:n)", `${invalid}Invalid function name; function: plus`],
    [
      "SET x = list_append(:n, x)",
      `${invalid}Incorrect operand type for operator or function; operator or function: list_append, operand type: N`,
    ],
    [
      "DELETE x :n",
      `${invalid}Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER`,
    ],
  ])("UpdateItem refuses %s", async (UpdateExpression, message) => {
    const { put, update } = aLedger();
    await put({ pk: { S: "a" }, n: { N: "1" }, s: { S: "text" } });
    const values = UpdateExpression.includes(":n")
      ? { ExpressionAttributeValues: { ":n": { N: "1" } } }
      : {};
    await expect(update({ UpdateExpression, ...values })).rejects.toMatchObject({
      name: "ValidationException",
      message,
    });
  });
});

describe("conditions", () => {
  const item = {
    pk: { S: "a" },
    n: { N: "9" },
    big: { N: "10" },
    s: { S: "hello" },
    bag: { SS: ["x", "y"] },
    seq: { L: [{ N: "1" }, { S: "one" }] },
    m: { M: { lit: { BOOL: true }, seq: { L: [{ M: { deep: { S: "yes" } } }] } } },
  };
  const values = {
    ":n": { N: "10" },
    ":s": { S: "hel" },
    ":yes": { S: "yes" },
    ":t": { BOOL: true },
    ":bag": { SS: ["y", "x"] },
    ":type": { S: "SS" },
  };

  const meets = async (ConditionExpression: string) => {
    const { put, update } = aLedger();
    await put(item);
    const used = Object.entries(values).filter(([name]) =>
      new RegExp(`${name}\\b`).test(ConditionExpression),
    );
    const more = used.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(used) } : {};
    return update({ ConditionExpression, ...more }).then(
      () => true,
      (error: Error) => (error.name === "ConditionalCheckFailedException" ? false : error.message),
    );
  };

  test.each([
    ["n < :n", true],
    ["n < big AND NOT big < n", true],
    ["n = :n OR n < :n AND s = :s", false],
    ["n < :n OR n = :n AND s = :s", true],
    ["(n < :n OR n = :n) AND s = :s", false],
    ["NOT n = :n AND n = :n", false],
    ["n BETWEEN :n AND :n", false],
    ["big BETWEEN n AND :n", true],
    ["big IN (n, :n)", true],
    ["bag = :bag", true],
    ["attribute_type(bag, :type)", true],
    ["attribute_type(s, :type)", false],
    ["begins_with(s, :s)", true],
    ["contains(s, :s)", true],
    ["contains(bag, :yes)", false],
    ["size(s) < n and size(seq) <= size(bag)", true],
    ["attribute_exists(m.seq[0].deep)", true],
    ["attribute_exists(m.seq[1].deep)", false],
    ["attribute_not_exists(m.absent)", true],
    ["m.seq[0].deep = :yes", true],
    ["m.lit = :t", true],
    ["s <> :n", true],
    ["absent = gone", false],
    ["absent <> gone", true],
    ["absent < :n", false],
    ["size(n) < :n", false],
  ])("%s is %s", async (expression, result) => {
    expect(await meets(expression)).toBe(result);
  });

  const invalid = "Invalid ConditionExpression: ";
  test.each([
    ["", `${invalid}The expression can not be empty;`],
    ["n =", `${invalid}Syntax error; token: "<EOF>", near: "="`],
    ["n = :n extra", `${invalid}Syntax error; token: "extra", near: ":n extra"`],
    ["n == :n", `${invalid}Syntax error; token: "=", near: "== :n"`],
    ["n AND s = :s", `${invalid}Syntax error; token: "AND", near: "n AND s"`],
    ["state = :n", `${invalid}Attribute name is a reserved keyword; reserved keyword: state`],
    ["m.token = :n", `${invalid}Attribute name is a reserved keyword; reserved keyword: token`],
    ["((n = :n))", `${invalid}The expression has redundant parentheses;`],
    [
      "size(s)",
      `${invalid}The function is not allowed to be used this way in an expression; function: size`,
    ],
    [
      "attribute_exists(s) = :n",
      `${invalid}The function is not allowed to be used this way in an expression; function: attribute_exists`,
    ],
    [
      "if_not_exists(s, :n) = :n",
      `${invalid}The function is not allowed in a condition expression; function: if_not_exists`,
    ],
    ["starts(s, :s)", `${invalid}Invalid function name; function: starts`],
    [
      "begins_with(s, :n)",
      `${invalid}Incorrect operand type for operator or function; operator or function: begins_with, operand type: N`,
    ],
    [
      "begins_with(s)",
      `${invalid}Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1`,
    ],
    [
      "attribute_exists(:n)",
      `${invalid}Operator or function requires a document path; operator or function: attribute_exists`,
    ],
    [
      "s = s",
      `${invalid}The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [s]`,
    ],
    [
      "n < :t",
      `${invalid}Incorrect operand type for operator or function; operator or function: <, operand type: BOOL`,
    ],
    [
      "s BETWEEN :yes AND :s",
      `${invalid}The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:yes}, upper bound operand: AttributeValue: {S:hel}`,
    ],
    [
      "attribute_type(s, :yes)",
      `${invalid}Invalid attribute type name found; type: yes, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
    ],
  ])("%s is refused", async (expression, message) => {
    expect(await meets(expression)).toBe(message);
  });

  test("names and values that no expression uses are refused", async () => {
    const { put } = aLedger();
    const condition = { ConditionExpression: "attribute_exists(pk)" };
    await expect(
      put(item, { ...condition, ExpressionAttributeNames: { "#a": "a", "#b": "b" } }),
    ).rejects.toThrow(
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}",
    );
    await expect(
      put(item, { ...condition, ExpressionAttributeValues: { ":v": { S: "x" } } }),
    ).rejects.toThrow(
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}",
    );
    await expect(put(item, { ExpressionAttributeValues: { ":v": { S: "x" } } })).rejects.toThrow(
      "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null",
    );
  });
});

describe("queries", () => {
  const query = (client: DynamoDBClient, more: Partial<QueryCommandInput>) =>
    client.send(
      new QueryCommand({
        TableName: "counts",
        KeyConditionExpression: "pk = :pk",
        ...more,
        ExpressionAttributeValues: { ":pk": { S: "a" }, ...more.ExpressionAttributeValues },
      }),
    );

  async function counted() {
    const world = aLedger();
    const numbers = ["10", "9", "-1.5", "1e2", "0", "12345678901234567890", "12345678901234567891"];
    await world.client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          counts: ["a", "b"].flatMap((pk) =>
            numbers.map((N) => ({
              PutRequest: { Item: { pk: { S: pk }, n: { N }, odd: { BOOL: N.endsWith("9") } } },
            })),
          ),
        },
      }),
    );
    return world;
  }
  const ns = (items: Record<string, AttributeValue>[] | undefined) => items?.map(({ n }) => n?.N);

  test("numbers in the range key are in the order of numbers, to the last digit", async () => {
    const { client } = await counted();
    const found = await query(client, {});
    expect(ns(found.Items)).toEqual([
      "-1.5",
      "0",
      "9",
      "10",
      "100",
      "12345678901234567890",
      "12345678901234567891",
    ]);
    expect(found).toMatchObject({ Count: 7, ScannedCount: 7 });
  });

  test.each([
    ["n < :v", ["-1.5", "0", "9"]],
    ["n <= :v", ["-1.5", "0", "9", "10"]],
    ["n > :v", ["100", "12345678901234567890", "12345678901234567891"]],
    ["n >= :v", ["10", "100", "12345678901234567890", "12345678901234567891"]],
    ["n = :v", ["10"]],
    [":v = n", ["10"]],
    [":v > n", ["-1.5", "0", "9"]],
    [":v <= n", ["10", "100", "12345678901234567890", "12345678901234567891"]],
    ["n BETWEEN :v AND :w", ["10", "100"]],
  ])("the range condition %s takes its run of the partition", async (condition, expected) => {
    const { client } = await counted();
    const w: Record<string, AttributeValue> = condition.includes(":w")
      ? { ":w": { N: "100" } }
      : {};
    const more = {
      KeyConditionExpression: `pk = :pk AND ${condition}`,
      ExpressionAttributeValues: { ":v": { N: "10" }, ...w },
    };
    expect(ns((await query(client, more)).Items)).toEqual(expected);
    const backward = await query(client, { ...more, ScanIndexForward: false });
    expect(ns(backward.Items)).toEqual(expected.toReversed());
  });

  test.each([true, false])("pages are cut by Limit and go on (forward: %s)", async (forward) => {
    const { client } = await counted();
    const whole = ns((await query(client, { ScanIndexForward: forward })).Items);
    const seen: (string | undefined)[] = [];
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page = await query(client, {
        ScanIndexForward: forward,
        Limit: 3,
        ExclusiveStartKey: from,
      });
      seen.push(...(ns(page.Items) ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    expect(seen).toEqual(whole);
  });

  test.each([
    true,
    false,
  ])("a page goes on from an item that was deleted (forward: %s)", async (forward) => {
    const { client } = await counted();
    const whole = ns((await query(client, { ScanIndexForward: forward })).Items);
    const page = await query(client, { ScanIndexForward: forward, Limit: 3 });
    await client.send(new DeleteItemCommand({ TableName: "counts", Key: page.LastEvaluatedKey! }));
    const rest = await query(client, {
      ScanIndexForward: forward,
      ExclusiveStartKey: page.LastEvaluatedKey,
    });
    expect(ns(rest.Items)).toEqual(whole?.slice(3));
  });

  test("a filter is applied after the limit", async () => {
    const { client } = await counted();
    const found = await query(client, {
      Limit: 3,
      FilterExpression: "odd = :yes",
      ExpressionAttributeValues: { ":yes": { BOOL: true } },
      ProjectionExpression: "n",
    });
    expect(found).toMatchObject({ Items: [{ n: { N: "9" } }], Count: 1, ScannedCount: 3 });
    expect(found.LastEvaluatedKey).toEqual({ pk: { S: "a" }, n: { N: "9" } });
  });

  test("begins_with takes the texts with that beginning, in order of their bytes", async () => {
    const { client, dynamodb } = aLedger();
    for (const sk of ["probe#2", "probe#10", "probe#\u{1F600}", "probe#\uFFFD", "probf", "lease"]) {
      await client.send(
        new PutItemCommand({ TableName: "ledger", Item: { pk: { S: "a" }, sk: { S: sk } } }),
      );
    }
    const { Items } = await client.send(
      new QueryCommand({
        TableName: "ledger",
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :p)",
        ExpressionAttributeValues: { ":pk": { S: "a" }, ":p": { S: "probe#" } },
        ConsistentRead: true,
      }),
    );
    expect(Items?.map(({ sk }) => sk?.S)).toEqual([
      "probe#10",
      "probe#2",
      "probe#\uFFFD",
      "probe#\u{1F600}",
    ]);
    expect(dynamodb.items(REGION, "ledger")).toHaveLength(6);
  });

  test.each([
    ["n = :pk", "Query condition missed key schema element: pk"],
    ["pk > :pk", "Query key condition not supported"],
    ["pk = :pk AND odd = :pk", "Query condition missed key schema element: n"],
    [
      "pk = :pk OR pk = :pk",
      "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR",
    ],
    [
      "pk = :pk AND n = :pk",
      "One or more parameter values were invalid: Condition parameter type does not match schema type",
    ],
  ])("the key condition %s is refused", async (KeyConditionExpression, message) => {
    const { client } = aLedger();
    await expect(query(client, { KeyConditionExpression })).rejects.toMatchObject({
      name: "ValidationException",
      message,
    });
  });

  test("a filter on a key attribute and a start key of another partition are refused", async () => {
    const { client } = await counted();
    await expect(query(client, { FilterExpression: "attribute_exists(n)" })).rejects.toThrow(
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: n",
    );
    await expect(
      query(client, { ExclusiveStartKey: { pk: { S: "b" }, n: { N: "9" } } }),
    ).rejects.toThrow(
      "The provided starting key is outside query boundaries based on provided conditions",
    );
  });

  test("a page ends at one megabyte", async () => {
    const { client } = aLedger();
    for (const sk of ["1", "2", "3", "4"]) {
      const Item = { pk: { S: "a" }, sk: { S: sk }, v: { S: "x".repeat(300 * 1024) } };
      await client.send(new PutItemCommand({ TableName: "ledger", Item }));
    }
    const page = await query(client, { TableName: "ledger", Select: "COUNT" });
    expect(page).toMatchObject({ Count: 4, LastEvaluatedKey: { sk: { S: "4" } } });
    expect(page.Items).toBeUndefined();
  });

  test("a scan meets every item once, page by page", async () => {
    const { client } = await counted();
    const seen = new Set<string>();
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: "counts", Limit: 4, ExclusiveStartKey: from }),
      );
      for (const each of page.Items ?? []) seen.add(JSON.stringify(each));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    expect(seen.size).toBe(14);
  });
});

describe("batches", () => {
  test("BatchGetItem answers what is there, BatchWriteItem deletes too", async () => {
    const { client, put } = aLedger();
    await put({ pk: { S: "a" }, v: { N: "1" } });
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          leases: [
            { DeleteRequest: { Key: { pk: { S: "a" } } } },
            { PutRequest: { Item: { pk: { S: "b" } } } },
          ],
        },
      }),
    );
    const { Responses } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { leases: { Keys: [{ pk: { S: "a" } }, { pk: { S: "b" } }] } },
      }),
    );
    expect(Responses).toEqual({ leases: [{ pk: { S: "b" } }] });
  });

  test("more than 25 writes and two for one item are refused", async () => {
    const { client } = aLedger();
    const write = (keys: readonly string[]) =>
      client.send(
        new BatchWriteItemCommand({
          RequestItems: { leases: keys.map((S) => ({ PutRequest: { Item: { pk: { S } } } })) },
        }),
      );
    await expect(write(Array.from({ length: 26 }, (_, i) => String(i)))).rejects.toThrow(
      "Too many items requested for the BatchWriteItem call",
    );
    await expect(write(["a", "a"])).rejects.toThrow(
      "Provided list of item keys contains duplicates",
    );
  });
});

describe("transactions", () => {
  const lease = (holder: string) => ({
    Put: { TableName: "leases", Item: { pk: { S: "lease" }, holder: { S: holder } } },
  });
  const check = {
    ConditionCheck: {
      TableName: "leases",
      Key: { pk: { S: "a" } },
      ConditionExpression: "fence < :f",
      ExpressionAttributeValues: { ":f": { N: "8" } },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  } as const;

  test("all of it is written when every condition holds", async () => {
    const { client, put, dynamodb } = aLedger();
    await put({ pk: { S: "a" }, fence: { N: "7" } });
    await put({ pk: { S: "old" } });
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          check,
          lease("me"),
          { Delete: { TableName: "leases", Key: { pk: { S: "old" } } } },
          {
            Update: {
              TableName: "ledger",
              Key: { pk: { S: "p" }, sk: { S: "state" } },
              UpdateExpression: "ADD version :one",
              ExpressionAttributeValues: { ":one": { N: "1" } },
            },
          },
        ],
      }),
    );
    expect(dynamodb.items(REGION, "leases")).toHaveLength(2);
    expect(dynamodb.items(REGION, "leases")).toContainEqual({ pk: "lease", holder: "me" });
    expect(dynamodb.items(REGION, "ledger")).toEqual([{ pk: "p", sk: "state", version: 1 }]);
  });

  test("nothing is written when one condition fails, and the reasons tell which", async () => {
    const { client, put, dynamodb } = aLedger();
    await put({ pk: { S: "a" }, fence: { N: "8" } });
    await expect(
      client.send(new TransactWriteItemsCommand({ TransactItems: [lease("me"), check] })),
    ).rejects.toMatchObject({
      name: "TransactionCanceledException",
      message:
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
      CancellationReasons: [
        { Code: "None" },
        {
          Code: "ConditionalCheckFailed",
          Message: "The conditional request failed",
          Item: { pk: { S: "a" }, fence: { N: "8" } },
        },
      ],
    });
    expect(dynamodb.items(REGION, "leases")).toHaveLength(1);
  });

  test("a key that the table refuses cancels the transaction as a ValidationError", async () => {
    const { client, dynamodb } = aLedger();
    const wrong = { Delete: { TableName: "leases", Key: { other: { S: "a" } } } };
    await expect(
      client.send(new TransactWriteItemsCommand({ TransactItems: [lease("me"), wrong] })),
    ).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [
        { Code: "None" },
        {
          Code: "ValidationError",
          Message: "The provided key element does not match the schema",
        },
      ],
    });
    expect(dynamodb.items(REGION, "leases")).toEqual([]);
  });

  test("a token answers for its transaction and for no other", async () => {
    const { client, put, dynamodb } = aLedger();
    await put({ pk: { S: "n" }, count: { N: "0" } });
    const add = (amount: string) =>
      client.send(
        new TransactWriteItemsCommand({
          ClientRequestToken: "same",
          TransactItems: [
            {
              Update: {
                TableName: "leases",
                Key: { pk: { S: "n" } },
                UpdateExpression: "ADD #c :n",
                ExpressionAttributeNames: { "#c": "count" },
                ExpressionAttributeValues: { ":n": { N: amount } },
              },
            },
          ],
        }),
      );
    await add("1");
    await add("1");
    expect(dynamodb.items(REGION, "leases")).toEqual([{ pk: "n", count: 1 }]);
    await expect(add("2")).rejects.toMatchObject({ name: "IdempotentParameterMismatchException" });
  });

  test("two writes to one item are refused, and so is a mistake before anything is looked at", async () => {
    const { client } = aLedger();
    await expect(
      client.send(new TransactWriteItemsCommand({ TransactItems: [lease("me"), lease("you")] })),
    ).rejects.toThrow("Transaction request cannot include multiple operations on one item");
    const wrong = { ConditionCheck: { ...check.ConditionCheck, ConditionExpression: "fence <" } };
    const elsewhere = { Put: { TableName: "missing", Item: { pk: { S: "a" } } } };
    await expect(
      client.send(new TransactWriteItemsCommand({ TransactItems: [elsewhere, wrong] })),
    ).rejects.toThrow('Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "<"');
  });
});

test("over a socket the answers are the same", async () => {
  const { send, dynamodb } = aLedger();
  const server = await listen(REGION, send);
  const client = new DynamoDBClient({
    region: REGION,
    endpoint: server.endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  try {
    await client.send(new PutItemCommand({ TableName: "leases", Item: { pk: { S: "ü" } } }));
    await expect(
      client.send(new GetItemCommand({ TableName: "none", Key: { pk: { S: "a" } } })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    expect(dynamodb.items(REGION, "leases")).toEqual([{ pk: "ü" }]);
  } finally {
    client.destroy();
    await server.close();
  }
});
