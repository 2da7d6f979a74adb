//! Names of clouds below which customers have names of their own: `account.blob.core.windows.net`.

use super::public::is_region;
use crate::minimize::bytes;

/// How many of the last labels of a name are the cloud's, where at least one before them is a customer's.
pub(crate) fn cloud_labels(name: &[u8]) -> usize {
    let labels = memchr::memchr_iter(b'.', name).count() + 1;
    if labels == 1 {
        return 0;
    }
    let Some(own) = CLOUDS.iter().find(|own| ends(name, own.as_bytes())) else { return 0 };
    let mut count = memchr::memchr_iter(b'.', own.as_bytes()).count() + 1;
    // What of it serves, and where, stands before: `s3.eu-west-1.amazonaws.com`.
    let head = &name[..name.len() - own.len()];
    let before = head.strip_suffix(b".").unwrap_or(head);
    let serves = |label: &&[u8]| is_region(label) || bytes::is_one_of(label, &PARTS);
    count += before.rsplit(|byte| *byte == b'.').take_while(serves).count();
    count.min(labels - 1)
}

/// Whether a name stands below another.
fn ends(name: &[u8], own: &[u8]) -> bool {
    name.strip_suffix(own).is_some_and(|head| head.ends_with(b"."))
}

/// What clouds call the part of them that customers have names in.
const CLOUDS: [&str; 34] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "appspot.com",
    "azure-api.net",
    "azure-devices.net",
    "azurecr.io",
    "azureedge.net",
    "azurefd.net",
    "azurewebsites.net",
    "cloudapp.azure.com",
    "cloudapp.net",
    "cloudflarestorage.com",
    "cloudfront.net",
    "cloudfunctions.net",
    "core.windows.net",
    "database.azure.com",
    "database.windows.net",
    "digitaloceanspaces.com",
    "documents.azure.com",
    "firebaseio.com",
    "herokuapp.com",
    "netlify.app",
    "ondigitalocean.app",
    "onmicrosoft.com",
    "pages.dev",
    "run.app",
    "servicebus.windows.net",
    "sharepoint.com",
    "storage.googleapis.com",
    "trafficmanager.net",
    "vault.azure.net",
    "vercel.app",
    "web.app",
    "workers.dev",
];

/// Labels of parts of clouds.
const PARTS: [&str; 24] = [
    "blob",
    "cache",
    "compute",
    "compute-1",
    "dfs",
    "dkr",
    "dynamodb",
    "ec2",
    "ecr",
    "eks",
    "elb",
    "es",
    "execute-api",
    "file",
    "iot",
    "lambda-url",
    "queue",
    "rds",
    "redis",
    "redshift",
    "s3",
    "s3-website",
    "table",
    "web",
];

#[cfg(test)]
mod tests {
    use super::cloud_labels;

    #[test]
    fn what_a_cloud_calls_itself_stands_last() {
        assert_eq!(cloud_labels(b"quvnix.blob.core.windows.net"), 4);
        assert_eq!(cloud_labels(b"quvnix.s3.eu-west-1.amazonaws.com"), 4);
        assert_eq!(cloud_labels(b"a.quvnix.azurewebsites.net"), 2);
        assert_eq!(cloud_labels(b"quvnix.storage.googleapis.com"), 3);
        assert_eq!(cloud_labels(b"blob.core.windows.net"), 3);
        assert_eq!(cloud_labels(b"notazurewebsites.net") + cloud_labels(b"quvnix.example"), 0);
    }
}
