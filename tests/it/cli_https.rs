//! A server behind TLS, whose certificate this machine does not know.

use std::sync::Arc;

use crate::support::command::{Serving, expect};
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// Listens with a certificate of its own before a server at this address; its URL, and the certificate as PEM.
async fn https(server: String, kind: IsCa) -> (String, String) {
    let mut parameters = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    parameters.is_ca = kind;
    let key = KeyPair::generate().unwrap();
    let cert = parameters.self_signed(&key).unwrap();
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config = ServerConfig::builder().with_no_client_auth();
    let config = config.with_single_cert(vec![cert.der().clone()], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let (acceptor, server) = (acceptor.clone(), server.clone());
            tokio::spawn(async move {
                // Clients that do not trust the certificate leave.
                let mut client = acceptor.accept(client).await?;
                let mut server = TcpStream::connect(server).await?;
                tokio::io::copy_bidirectional(&mut client, &mut server).await
            });
        }
    });
    (url, cert.pem())
}

/// A server behind TLS, with its certificate in `our ca.pem`.
struct Https {
    serving: Serving,
    url: String,
}

impl Https {
    async fn start(kind: IsCa) -> Self {
        let serving = Serving::start("17.9");
        let (url, certificate) = https(serving.address(), kind).await;
        std::fs::write(serving.path().join("our ca.pem"), certificate).unwrap();
        Self { serving, url }
    }

    /// Judges it with its target file, in which `ca_file` and the name of a person are these.
    fn judge(&self, ca_file: &str, name: &str, code: i32, said: &[&str]) {
        let text = std::fs::read_to_string(self.serving.target()).unwrap();
        let text = text
            .replace(&format!("http://{}", self.serving.address()), &self.url)
            .replace("name: Mira Halvorsen", &format!("name: {name}"));
        let target = self.serving.path().join("https.yaml");
        std::fs::write(target, format!("{ca_file}\n{text}")).unwrap();
        let arguments = ["run", "--target", "https.yaml", "--run", "ssh.discover"];
        expect(self.serving.path(), &arguments, code, said);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_trusted_whom_the_target_files_certificates_vouch_for() {
    let https = Https::start(IsCa::NoCa).await;
    let (name, url) = ("Mira Halvorsen", https.url.as_str());
    https.judge("ca_file: our ca.pem", name, 0, &["judged in part", url]);
    https.judge("", name, 3, &["certificate", "`ca_file`"]);
    let absent = ["ca_file", "absent.pem", "No such file"];
    https.judge("ca_file: absent.pem", name, 2, &absent);
    https.judge("ca_file: port", name, 2, &["ca_file", "BEGIN CERTIFICATE"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_request_trusts_it_as_well() {
    let https = Https::start(IsCa::NoCa).await;
    let said = ["curl --cacert 'our ca.pem' --include", &https.url];
    https.judge("ca_file: our ca.pem", "Nobody", 1, &said);
}

/// Which is what OpenSSL makes of a certificate that signs itself.
#[tokio::test(flavor = "multi_thread")]
async fn an_authoritys_certificate_is_no_servers() {
    let https = Https::start(IsCa::Ca(BasicConstraints::Unconstrained)).await;
    let said = ["shows an authority's certificate", "CA:FALSE"];
    https.judge("ca_file: our ca.pem", "Mira Halvorsen", 3, &said);
}
