// The component and its configuration, for programs. The names are spelled out so that ECMAScript modules can import them.
const { loadStackConfig, PlenigoStripeConnection } = require("./code.cjs").load("connection");

module.exports = { loadStackConfig, PlenigoStripeConnection };
