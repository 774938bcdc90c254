// Stands for Pulumi's engine as it comes out of its archive.
require("./note-call")("pulumi");
