// The rooms that mutation testing changes, and whose own tests have to notice: all, or those of MUTATION_ROOMS.
module.exports = (process.env.MUTATION_ROOMS ?? 'contract,validation,sandbox').split(',');
