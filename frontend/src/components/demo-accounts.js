// Demo accounts beside the login form: one click fills in name and password and logs in.
export const demoAccounts = () => ({
  enter(event) {
    const { username, password } = event.currentTarget.dataset;
    const form = document.getElementById("login");
    form.elements.namedItem("login").value = username;
    form.elements.namedItem("password").value = password;
    form.requestSubmit();
  },
});
