// The size of a file as browsers load it.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

export const size = (file) => {
  const content = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return brotliCompressSync(content, { params }).length;
};
