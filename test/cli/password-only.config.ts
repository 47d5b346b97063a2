import { passwordOnly } from "../sim/builders/a-world.ts";

export default passwordOnly;
