import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { GkeCluster, GkeNetwork, ProjectServices, TerraformState } from 'cdk-kata/gke';
import { App, TerraformProvider, TerraformStack } from 'cdktf';

const project = process.env.GOOGLE_PROJECT || 'acme-dev';
const region = process.env.GOOGLE_REGION || 'europe-west4';

/** The provider google-beta, which has the resources of the provider google and more fields. */
class GoogleBetaProvider extends TerraformProvider {
  constructor(stack: TerraformStack, id: string) {
    super(stack, id, {
      terraformResourceType: 'google-beta',
      terraformProviderSource: 'google-beta',
      terraformGeneratorMetadata: { providerName: 'google-beta', providerVersionConstraint: '~> 6.50' },
    });
  }

  protected override synthesizeAttributes() {
    return { project, region };
  }
}

const app = new App();
const stack = new TerraformStack(app, 'google-beta');
// The bindings are those of the provider google, so that cdktf wants it too.
new GoogleProvider(stack, 'google', { project, region });
const provider = new GoogleBetaProvider(stack, 'google-beta');
new TerraformState(stack, 'state', { bucket: process.env.STATE_BUCKET });
new ProjectServices(stack, 'services');

const network = new GkeNetwork(stack, 'network', { region, project, provider });
const cluster = new GkeCluster(stack, 'gke', { location: region, project, network, provider });
cluster.addNodePool('system');
cluster.addKataNodePool('kata');

app.synth();
